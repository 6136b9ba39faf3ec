"""What the microscope saw as the arrows of a sequence diagram: who asks whom for what, and when."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from charts.message import Message
from metrics.words import readable
from simulator.microscope import Actor, Step, Trace
from simulator.microscope.tap import keys_of
from strategies import effects as fx

CACHE, DATABASE = "cache", "database"
UNKNOWN, NONE = "?", "-"
"""What stands for a content that nobody has seen yet, and for no entry."""
CLIENT, OWN, STANDING = "client", "background", "standing work"
ROLES = {"read": "reader", "write": "writer", "background": "refresh"}
"""What others on the same key are called."""
MOST_OTHERS = 3
"""Of the others that are about the same key, so many are shown: those nearest in time."""
SAME_S = 0.5e-9


class Words(NamedTuple):
    """An effect in words: whom it goes to (empty: nobody), the question, the answer."""

    target: str
    ask: str
    answer: Callable[[Any, Any], str] = lambda _effect, _answer: ""


def version_of(_: Any, value: Any) -> str:
    """The version of a value, an entry, or of none."""
    value = getattr(value, "value", value)
    if value is None:
        return "nothing"
    return "no such row" if not value.found else f"v{value.version}"


def taken(effect: fx.Set, value: fx.Value | None) -> str:
    """What the cache says to a set."""
    if value is None:
        return "refused"
    return "kept nothing" if effect.ttl_s == 0 else f"holds v{value.version}"


SPOKEN: dict[type[Any], Words] = {
    fx.Get: Words(CACHE, "get", version_of),
    fx.Set: Words(CACHE, "set", taken),
    fx.Delete: Words(CACHE, "delete", lambda _, found: "deleted" if found else "was not there"),
    fx.Acquire: Words(CACHE, "asks for the {kind}", lambda _, done: "granted" if done else "taken"),
    fx.Release: Words(CACHE, "frees the {kind}", lambda _, done: "ok" if done else "was not mine"),
    fx.Load: Words(DATABASE, "read the row", version_of),
    fx.LoadMany: Words(DATABASE, "read {count} rows", lambda _, values: f"{len(values)} rows"),
    fx.Store: Words(DATABASE, "write the row", version_of),
    fx.StoreMany: Words(DATABASE, "write {count} rows", lambda _effect, _none: "ok"),
    fx.Flush: Words(CACHE, "clear everything", lambda _effect, _none: "cleared"),
    fx.Bypass: Words("", "goes past the cache"),
    fx.Sleep: Words("", "sleeps {for_s:.3g} s"),
    fx.Wait: Words("", "waits for another's load"),
    fx.GiveUp: Words("", "gives the write up: {cause}"),
    fx.Spawn: Words("", "starts background work"),
}
"""Every effect that is shown."""


@dataclass(frozen=True)
class Story:
    """A request with what surrounds it, ready to be drawn."""

    lines: list[str]
    start: dict[str, str]
    messages: list[Message]


def told(trace: Trace, hero: Actor, *, stale: bool = False, late_s: float = 0.0) -> Story:
    """The story of one request; `stale` says that its answer was, by the truth.

    Work in the background that it started belongs to it; steps up to `late_s` after its end.
    """
    until_s = (hero.ended_s or hero.began_s) + late_s
    names = cast(trace, hero, until_s)
    messages = sorted(all_messages(trace, hero, names, stale), key=lambda each: each.at_s or 0.0)
    end_s = max([until_s, *ends(trace, names)])
    shown = [m for m in messages if hero.began_s - SAME_S <= (m.at_s or 0.0) <= end_s + SAME_S]
    start = {CACHE: seen_first(shown, CACHE), DATABASE: seen_first(shown, DATABASE)}
    used = {end for m in shown for end in (m.source, m.target)}
    actors = [name for name in names.values() if name in used]
    return Story([*dict.fromkeys(actors), CACHE, DATABASE], start, shown)


def ends(trace: Trace, names: dict[int, str]) -> Iterator[float]:
    """When those end who belong to the request."""
    for number, name in names.items():
        ended_s = trace.actors[number].ended_s
        if name == OWN and ended_s is not None:
            yield ended_s


def cast(trace: Trace, hero: Actor, until_s: float) -> dict[int, str]:
    """Who is on the stage, by number: the request first, its own work, then the nearest others."""
    names = {hero.number: CLIENT}
    family = trace.family(hero.number)
    names |= {n: OWN for n in sorted(family - {hero.number}) if trace.of(n)}
    counts: Counter[str] = Counter()
    for each in nearest(trace, hero, family, until_s):
        role = ROLES[each.role] if each.key is not None else STANDING
        counts[role] += 1
        names[each.number] = role if role == STANDING else f"{role} {counts[role]}"
    return names


def nearest(trace: Trace, hero: Actor, family: set[int], until_s: float) -> list[Actor]:
    """Others about the same key who were under way with the request, in the order they began."""
    with_it = [
        a
        for a in trace.actors.values()
        if a.number not in family
        and a.key in {hero.key, None}
        and a.began_s <= until_s
        and (a.ended_s is None or a.ended_s >= hero.began_s)
        and trace.of(a.number)
    ]
    requests = (a for a in with_it if a.key is not None and a.began_s <= (hero.ended_s or until_s))
    close = sorted(requests, key=lambda a: abs(a.began_s - hero.began_s))[:MOST_OTHERS]
    return sorted([*close, *(a for a in with_it if a.key is None)], key=lambda a: a.began_s)


def all_messages(
    trace: Trace, hero: Actor, names: dict[int, str], stale: bool
) -> Iterator[Message]:
    """The messages of all on the stage; the last one of the request says how it ended."""
    for actor, name in names.items():
        for step in trace.of(actor):
            if type(step.effect) in SPOKEN and is_about(step, hero, name):
                yield from of_step(trace, step, name)
    if hero.ended_s is not None:
        yield closing(hero, names[hero.number], stale=stale)


def is_about(step: Step, hero: Actor, name: str) -> bool:
    """Standing work has other keys to do, too."""
    return name != STANDING or hero.key in keys_of(step.effect)


def of_step(trace: Trace, step: Step, actor: str) -> Iterator[Message]:
    """A question, perhaps a wait for a connection, and an answer."""
    spoken, failed = SPOKEN[type(step.effect)], isinstance(step.answer, Exception)
    ask = spoken.ask.format(**described(step.effect))
    if not spoken.target:
        yield Message(actor, actor, ask, at_s=step.asked_s)
        return
    yield Message(actor, spoken.target, ask, at_s=step.asked_s)
    started_s = connected_s(trace, step) if spoken.target == DATABASE else None
    if started_s is not None and started_s > step.asked_s + SAME_S:
        words = f"waited {readable(started_s - step.asked_s, 's')} for a connection"
        yield Message(DATABASE, DATABASE, words, at_s=started_s)
    said = str(type(step.answer).__name__) if failed else spoken.answer(step.effect, step.answer)
    holds = {} if failed else held(step)
    yield Message(
        spoken.target, actor, said, answer=True, lost=failed, at_s=step.answered_s, holds=holds
    )


def described(effect: Any) -> dict[str, Any]:
    """An effect's fields, and how many rows it is about."""
    count = len(getattr(effect, "keys", getattr(effect, "rows", ())))
    return effect._asdict() | {"count": count}


def connected_s(trace: Trace, step: Step) -> float | None:
    """When a statement got its connection."""
    both = (s for s in trace.statements if abs(s.joined_s - step.asked_s) < SAME_S)
    return next((s.started_s for s in both if abs(s.done_s - step.answered_s) < SAME_S), None)


def held(step: Step) -> dict[str, str]:
    """What is known of the contents with an answer."""
    effect, answer = step.effect, step.answer
    if isinstance(effect, fx.Get):
        return {CACHE: NONE if answer is None else version_of(effect, answer)}
    if isinstance(effect, fx.Set) and answer is not None and effect.ttl_s != 0:
        return {CACHE: version_of(effect, answer)}
    if isinstance(effect, fx.Delete):
        return {CACHE: NONE}
    if isinstance(effect, fx.Load | fx.Store):
        return {DATABASE: version_of(effect, answer)}
    return {}


def closing(hero: Actor, name: str, *, stale: bool) -> Message:
    """How the request ended."""
    end = hero.end
    if isinstance(end, Exception):
        return Message(name, name, f"fails: {type(end).__name__}", lost=True, at_s=hero.ended_s)
    version = version_of(None, end)
    done = f"{version} acknowledged" if hero.role == "write" else ""
    label = "the write returns" if done else f"answers {version}"
    return Message(name, name, label, stale=stale, done=done, at_s=hero.ended_s)


def seen_first(messages: list[Message], place: str) -> str:
    """What a place held at the start, as far as the first look into it tells."""
    for message in messages:
        if place in message.holds:
            return message.holds[place] if message.source == place and reads(message) else UNKNOWN
    return UNKNOWN


def reads(message: Message) -> bool:
    """Is it an answer that tells what was there before?"""
    return not message.label.startswith(("holds", "deleted", "ok"))
