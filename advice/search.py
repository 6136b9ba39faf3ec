"""The search: points spread over all that may move, then finer steps round the best of them.

A pattern search (Hooke and Jeeves 1961) from several points at once. All points see the same
seeds, so what chance does to one it does to all.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from math import log1p
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import qmc

from advice.lab import Lab
from advice.limits import ENOUGH, Check, Limit, check, judged
from advice.task import Task, sign
from simulator.scenario import Scenario
from simulator.sweep.estimates import Estimate, Figures, estimate

FIRST, MORE = 3, 6
"""Replications of every point, and of one that is worth a second look."""
SPREAD = {0: 1, 1: 9, 2: 16, 3: 24, 4: 32}
"""Points of each variant at the beginning, by how many numbers move."""
ROUNDS, PARENTS = 4, 6
"""Rounds of finer steps, and points round which they go."""
FRESH = 1000
"""The seeds of the proof begin so much later than those of the search."""
PROOF = (9, 20, 30)
"""The runs of the proof, in parts: most that will fail do so in the first."""
FEW = 2
"""So many numbers may move at once in one step."""


@dataclass
class Candidate:
    """One setting: a variant with its numbers, and what its runs came to."""

    variant: str
    shares: tuple[float, ...]
    scenario: Scenario
    values: dict[str, Any]
    runs: dict[int, Figures] = field(default_factory=dict)
    """By how far the seed is from the task's."""

    def run(self, number: int) -> Scenario:
        """What is simulated: equal numbers share their seed."""
        return self.scenario.model_copy(update={"seed": self.scenario.seed + number})

    @property
    def chosen(self) -> list[Figures]:
        """All runs; those of the proof alone where they suffice."""
        fresh = [figures for number, figures in self.runs.items() if number >= FRESH]
        return fresh if len(fresh) >= ENOUGH else list(self.runs.values())

    def estimate(self, metric: str) -> Estimate:
        """A metric's mean with its interval."""
        return estimate([each.get(metric) for each in self.chosen])

    def checks(self, limits: Iterable[Limit]) -> list[Check]:
        """Each limit judged."""
        return [
            check(each, [judged(figures, each.metric) for figures in self.chosen])
            for each in limits
        ]

    def keeps(self, limits: Iterable[Limit]) -> bool:
        """Does it keep every limit?"""
        return bool(self.runs) and all(each.is_kept for each in self.checks(limits))

    @property
    def is_proven(self) -> bool:
        """Has it been run often enough on fresh seeds to tell?"""
        return sum(number >= FRESH for number in self.runs) >= ENOUGH


class Rank(NamedTuple):
    """Smaller is better: who keeps the limits by the aims, then the others by their distance."""

    breaks: float
    aims: tuple[float, ...]


class Search:
    """All settings looked at so far, and the way to more."""

    def __init__(self, task: Task, lab: Lab) -> None:
        """Nothing has been looked at."""
        self.task, self.lab = task, lab
        self.found: dict[str, Candidate] = {}

    @property
    def candidates(self) -> list[Candidate]:
        """Those that have been run."""
        return [each for each in self.found.values() if each.runs]

    def explore(self) -> None:
        """Spread points over every variant, then go on in finer steps."""
        self.look_at(
            (variant, shares)
            for variant in self.task.variants
            for shares in spread(len(self.task.moves_of(variant)))
        )
        for number in range(ROUNDS):
            self.refine(self.task.limits, 2.0 ** -(number + 3))

    def refine(self, limits: tuple[Limit, ...], step: float) -> None:
        """Look one step to each side of the best under some limits."""
        around = self.parents(limits)
        self.look_at((c.variant, at) for c in around for at in neighbours(c.shares, step))
        self.look_twice(limits)

    def parents(self, limits: tuple[Limit, ...]) -> list[Candidate]:
        """The best, and the corners of the front."""
        best = self.ranked(limits)[:PARENTS]
        edge = front([c for c in self.candidates if c.keeps(limits)], self.aims)
        return best + [each for each in thinned(edge, PARENTS) if each not in best]

    def look_at(self, points: Iterable[tuple[str, tuple[float, ...]]]) -> None:
        """Run settings that have not been looked at."""
        fresh = []
        for variant, shares in points:
            scenario, values = self.task.placed(variant, shares)
            name = scenario.hash()
            if name not in self.found:
                self.found[name] = Candidate(variant, shares, scenario, values)
                fresh.append(self.found[name])
        self.replicate(fresh, range(FIRST))
        self.look_twice(self.task.limits)

    def look_twice(self, limits: tuple[Limit, ...]) -> None:
        """Run those again whose means keep the limits, and the best."""
        hopeful = [c for c in self.candidates if keeps_on_average(c, limits)]
        best = sorted(hopeful, key=self.aims)[: 2 * PARENTS]
        self.replicate([*best, *self.ranked(limits)[:PARENTS]], range(MORE))

    def replicate(self, some: Iterable[Candidate], numbers: Iterable[int]) -> None:
        """Run settings under these numbers' seeds, as far as they have not been."""
        chosen, numbers = list(some), list(numbers)
        self.lab.run(c.run(n) for c in chosen for n in numbers if n not in c.runs)
        for each in chosen:
            found = ((number, self.lab.of(each.run(number))) for number in numbers)
            each.runs |= {number: figures for number, figures in found if figures is not None}

    def ranked(self, limits: tuple[Limit, ...]) -> list[Candidate]:
        """All candidates, the best first."""
        return sorted(self.candidates, key=lambda each: self.rank(each, limits))

    def rank(self, candidate: Candidate, limits: tuple[Limit, ...]) -> Rank:
        """Where a candidate stands under some limits."""
        beyond = (max(each.excess, 0.0) for each in candidate.checks(limits))
        return Rank(sum(map(log1p, beyond)), self.aims(candidate))

    def aims(self, candidate: Candidate) -> tuple[float, ...]:
        """The aims, each so that less is better; what cannot apply is worst."""
        return tuple(self.aim(candidate, each) for each in self.task.aims)

    def aim(self, candidate: Candidate, name: str) -> float:
        """One aim, so that less is better."""
        value = self.task.aimed(name, candidate.values, candidate.estimate(name).mean)
        return float("inf") if value is None else sign(name) * float(value)

    def prove(self, candidate: Candidate) -> bool:
        """Run a candidate on fresh seeds until it breaks a limit or there are enough."""
        until = FRESH
        for more in PROOF:
            self.replicate([candidate], range(until, until + more))
            until += more
            if not inside(candidate, self.task.limits):
                return False
        return candidate.is_proven and candidate.keeps(self.task.limits)


def inside(candidate: Candidate, limits: Iterable[Limit]) -> bool:
    """Has every run kept every limit?"""
    worst = (each for each in candidate.checks(limits) if each.worst is not None)
    return all(each.limit.excess(each.worst or 0.0) <= 0 for each in worst)


def keeps_on_average(candidate: Candidate, limits: Iterable[Limit]) -> bool:
    """Do the means keep the limits?"""
    means = ((each, candidate.estimate(each.metric).mean) for each in limits)
    return all(mean is None or each.excess(mean) <= 0 for each, mean in means)


def spread(moves: int) -> list[tuple[float, ...]]:
    """The first points: even steps for one number, a Halton sequence for several, and the middle.

    The sequence is scrambled with a seed of its own: the same task gives the same points.
    """
    count = SPREAD[moves]
    if moves == 0:
        return [()]
    if moves == 1:
        return [(float(share),) for share in np.linspace(0, 1, count)]
    points = qmc.Halton(moves, rng=np.random.default_rng(1)).random(count)
    return [(0.5,) * moves, *(tuple(map(float, point)) for point in points)]


def neighbours(shares: tuple[float, ...], step: float) -> Iterator[tuple[float, ...]]:
    """The points one step away; of several numbers at most two move."""
    for way in product((-1, 0, 1), repeat=len(shares)):
        if 0 < sum(map(abs, way)) <= (FEW if len(shares) <= FEW else 1):
            yield tuple(
                min(max(share + step * part, 0.0), 1.0)
                for share, part in zip(shares, way, strict=True)
            )


def front(
    some: Iterable[Candidate], aims: Callable[[Candidate], tuple[float, ...]]
) -> list[Candidate]:
    """Those that nobody beats in one aim without losing in the other, by the first aim."""
    found: list[Candidate] = []
    for each in sorted(some, key=aims):
        if not found or aims(each)[-1] < aims(found[-1])[-1]:
            found.append(each)
    return found


def thinned(some: list[Candidate], most: int) -> list[Candidate]:
    """At most so many, evenly from the first to the last."""
    if len(some) <= most:
        return some
    return [some[round(place)] for place in np.linspace(0, len(some) - 1, most)]


def expected_runs(task: Task) -> int:
    """About how many runs a search takes, for those who must share their machine."""
    first = sum(SPREAD[len(task.moves_of(variant))] for variant in task.variants)
    steps = ROUNDS + 2 * len(task.limits)
    around = max(len(list(neighbours((0.5,) * len(task.moves), 0.1))), 1)
    return FIRST * (first + steps * PARENTS * around // 2) + sum(PROOF)
