"""What the race explorer answers: schedules step by step, and sentences that tell them."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from simulator.races.actor import NOTHING, Actor, End
from simulator.races.play import LOSE, REPLICATE, VANISH, Choice, Play
from simulator.races.words import ACCIDENTS, AT_ONCE, LOST_DELETE, Words, arrival, words
from simulator.races.world import Holds

Kind = Literal["passing", "poisoned"]
"""Of a stale read: something on its way may still mend it, or nothing but the entry's end will."""

TELLERS = {VANISH: ("entry", "cache"), REPLICATE: ("replica", "database")}
"""To whom an accident happens, and on which lifeline it begins."""


class Step(NamedTuple):
    """One step of a schedule."""

    actor: str
    """Who takes it; for accidents the entry or the replica."""
    source: str
    target: str
    """Lifelines: reader or writer, cache, database, replica. The same for what stays in one."""
    effect: str
    """One word: get, set, delete, load, store, answer, acquire, release, sleep, vanish, ..."""
    label: str
    told: str
    """The effect in plain words; empty where a story leaves it out."""
    version: int | None
    """The version that goes with it."""
    lost: bool
    holds: Holds
    """What cache, database and replica hold after it."""
    newest: int
    """The newest acknowledged version after it."""
    ends: tuple[End, ...]
    """The reads and writes that return with it; a write's return acknowledges it."""

    @property
    def stale(self) -> End | None:
        """The stale read that ends with it, if any."""
        return next((end for end in self.ends if end.is_stale), None)


class Race(NamedTuple):
    """A shortest schedule whose last step serves a stale value."""

    kind: Kind
    lines: tuple[str, ...]
    """The lifelines, from left to right."""
    start: Holds
    """What cache, database and replica hold before the first step."""
    steps: tuple[Step, ...]
    on_the_way: tuple[str, ...]
    """Who had begun and not ended when the stale read returned."""

    @property
    def served(self) -> End:
        """The stale read."""
        end = self.steps[-1].stale
        assert end is not None
        return end

    @property
    def sentence(self) -> str:
        """The race in one sentence."""
        end = self.served
        story = "; ".join(clauses(self.steps))
        missed = f"although v{end.newest} was acknowledged before it began"
        return f"{story[:1].upper()}{story[1:]}, {missed}: {self.outlook}."

    @property
    def outlook(self) -> str:
        """What becomes of the stale value."""
        if self.kind == "poisoned":
            return "the entry stays until it expires or is written again"
        verb = "is" if len(self.on_the_way) == 1 else "are"
        return f"{listed(self.on_the_way)} {verb} still on the way"


class Findings(NamedTuple):
    """The shortest races of each kind, None where there is none.

    A passing race is looked for only among schedules shorter than the poisoned one.
    """

    passing: Race | None
    poisoned: Race | None
    states: int
    """How many states were visited."""
    steps: int
    """Schedules of up to so many steps were tried."""
    complete: bool
    """All that can happen was tried."""

    @property
    def races(self) -> tuple[Race, ...]:
        """Those found, the shorter first."""
        return tuple(race for race in (self.passing, self.poisoned) if race)

    @property
    def sentence(self) -> str:
        """What was found, in one sentence."""
        if self.races:
            return self.races[-1].sentence
        if self.complete:
            return f"No order of steps serves a stale value: all {self.states:,} states were tried."
        return f"No stale value within {self.steps} steps; longer schedules were not tried."


def tell(play: Play, schedule: tuple[Choice, ...]) -> Race:
    """Play a schedule that ends in a stale read, and tell it."""
    start = play.world.holds()
    steps = tuple(step(play, choice) for choice in schedule)
    end = next(end for end in play.ends if end.is_stale)
    pending = tuple(article(actor.name) for actor in play.actors if actor.is_on_its_way())
    pending += ("the replica",) if play.world.lags else ()
    kind: Kind = "poisoned" if end.calm else "passing"
    return Race(kind, lines(play, steps), start, steps, pending)


def lines(play: Play, steps: tuple[Step, ...]) -> tuple[str, ...]:
    """The lifelines that have a part: readers, cache, database, writers."""
    used = {line for each in steps for line in (each.source, each.target)}
    readers = (actor.name for actor in play.actors if actor.role == "reader")
    others = (actor.line for actor in play.actors if actor.role != "reader")
    middle = ("cache", "replica", "database")
    found = dict.fromkeys((*readers, *middle, *others))
    return tuple(line for line in found if line in used or line in {"cache", "database"})


def step(play: Play, choice: Choice) -> Step:
    """Take one step, and tell it."""
    if choice.actor is None:
        play.take(choice)
        return told(play, ACCIDENTS[choice.accident], *TELLERS[choice.accident])
    actor = play.actors[choice.actor]
    arrives = actor.arriving is not NOTHING
    play.take(choice)
    said = spoken(actor, arrives=arrives, lost=choice.accident == LOSE)
    return told(play, said, actor.name, actor.line)


def spoken(actor: Actor, *, arrives: bool, lost: bool) -> Words:
    """What an actor has just done, in words."""
    if actor.performed is None:
        return AT_ONCE
    if lost:
        return LOST_DELETE
    return (arrival if arrives else words)(actor.performed, actor.answer)


def told(play: Play, said: Words, name: str, line: str) -> Step:
    """A step that has just been taken, between its two lifelines."""
    rows = "replica" if play.world.replica_lag else "database"
    other = {"": line, "rows": rows}.get(said.target, said.target)
    ends = (other, line) if said.effect == "answer" else (line, other)
    holds, newest = play.world.holds(), play.newest
    return Step(
        name,
        *ends,
        said.effect,
        said.label,
        said.told,
        said.version,
        said.lost,
        holds,
        newest,
        tuple(play.ends),
    )


def clauses(steps: tuple[Step, ...]) -> Iterator[str]:
    """The story, a clause for each turn of an actor."""
    worth = [each for each in steps if each.told or each.stale]
    for name, turn in groupby(worth, key=lambda each: each.actor):
        yield f"{article(name)} {listed([verb for each in turn for verb in verbs(each)])}"


def verbs(step: Step) -> Iterator[str]:
    """What a step does, and whether it ends in a stale answer."""
    if step.told:
        yield step.told
    if step.stale:
        yield "returns it" if step.effect == "get" else f"returns v{step.stale.version}"


def listed(words: Sequence[str]) -> str:
    """One, two and three."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def article(name: str) -> str:
    """A name within a sentence: the writer, but writer 1."""
    return name if any(letter.isdigit() for letter in name) else f"the {name}"
