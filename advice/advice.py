"""Advice: the setting that keeps the limits and serves the aim best, proven on fresh seeds."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from advice.lab import Lab
from advice.limits import Check, Limit, judged
from advice.search import Candidate, Search, front
from advice.task import Task

TRIES = 20
"""So many settings are put to the proof before the task is called impossible."""
LATER = (2.0**-4, 2.0**-6)
"""Steps of the search under a loosened limit."""
WORTH = 0.02
"""A gain below this share of the aim is none."""


class Gain(NamedTuple):
    """What a wider limit would bring; `to` is None where it would be left out."""

    limit: Limit
    to: Limit | None
    candidate: Candidate
    share: float
    """By how much the first aim gets better, as a share of what it is."""


@dataclass(frozen=True)
class Advice:
    """What came of a task. Without a recommendation `nearest` breaks the limits least."""

    task: Task
    candidates: tuple[Candidate, ...]
    recommended: Candidate | None
    nearest: Candidate | None
    front: tuple[Candidate, ...]
    gain: Gain | None
    """What the limit that binds most would give if it were wider."""
    finished: bool
    runs: int

    @property
    def checks(self) -> list[Check]:
        """The limits, judged for the recommendation or for the nearest setting."""
        chosen = self.recommended or self.nearest
        return chosen.checks(self.task.limits) if chosen else []

    @property
    def at_an_end(self) -> list[str]:
        """The paths whose recommended value is an end of their range."""
        if self.recommended is None:
            return []
        values, moves = self.recommended.values, self.task.moves_of(self.recommended.variant)
        return [each.path for each in moves if each.is_end(values[each.path])]


def advise(task: Task, lab: Lab) -> Advice:
    """Search, prove, and see what limits it; raises ScenarioError.

    Stopped early it answers with what it has, marked as unfinished.
    """
    search = Search(task, lab)
    search.explore()
    proven = proven_best(search)
    best = proven or (hopeful(search) if lab.stopped() else None)
    gain = most_gained(search, best) if proven else None
    ranked = search.ranked(task.limits)
    keeping = [each for each in search.candidates if each.keeps(task.limits)]
    return Advice(
        task,
        tuple(ranked),
        best,
        None if best or not ranked else ranked[0],
        tuple(front(keeping, search.aims)),
        gain,
        finished=not lab.stopped(),
        runs=sum(len(each.runs) for each in ranked),
    )


def hopeful(search: Search) -> Candidate | None:
    """The best that keeps the limits in the runs there are."""
    ranked = search.ranked(search.task.limits)
    return next((each for each in ranked if each.keeps(search.task.limits)), None)


def proven_best(search: Search) -> Candidate | None:
    """The best that also keeps the limits on fresh seeds."""
    for _ in range(TRIES):
        best = hopeful(search)
        if best is None or search.lab.stopped():
            return None
        if search.prove(best):
            return best
    return None


def most_gained(search: Search, best: Candidate | None) -> Gain | None:
    """The limit that binds: the one whose loosening would bring the first aim most."""
    gains = [gain for each in search.task.limits if (gain := gained(search, best, each))]
    return max(gains, key=lambda gain: gain.share, default=None)


def gained(search: Search, best: Candidate | None, limit: Limit) -> Gain | None:
    """What one limit's loosening would bring; None where it would bring next to nothing."""
    wider = limit.looser()
    others = tuple(each for each in search.task.limits if each is not limit)
    limits = others if wider is None else (*others, wider)
    for step in LATER:
        search.refine(limits, step)
    ranked = [each for each in search.ranked(limits) if each.keeps(limits)]
    if best is None or not ranked:
        return None
    now, then = search.aims(best)[0], search.aims(ranked[0])[0]
    share = (now - then) / (abs(now) or 1.0)
    return Gain(limit, wider, ranked[0], share) if share > WORTH else None


def confirmed(task: Task, candidate: Candidate, lab: Lab, first: int, runs: int) -> int:
    """In how many of so many fresh replications a setting keeps all limits.

    Replication n has the task's seed + n; the search and the proof use those below 2,000.
    """
    search = Search(task, lab)
    fresh = replace(candidate, runs={})
    search.replicate([fresh], range(first, first + runs))
    return sum(kept(task, figures) for figures in fresh.runs.values())


def kept(task: Task, figures: dict[str, float | int | None]) -> bool:
    """Does one run keep every limit?"""
    values = ((each, judged(figures, each.metric)) for each in task.limits)
    return all(value is None or each.excess(value) <= 0 for each, value in values)
