"""A laboratory whose numbers are known beforehand, and worlds that simulate in no time."""

from collections.abc import Callable, Iterable
from typing import Any

from advice import Lab
from simulator import Scenario
from simulator.changes import changed
from simulator.sweep.estimates import Figures

SMALL = changed(
    Scenario(),
    "workload.duration_s=3",
    "workload.warmup_s=1",
    "workload.rate_rps=200",
    "workload.keys=100",
)
Formula = Callable[[Any, int], Figures]
"""The figures of a scenario, given the scenario and its seed."""


class Paper(Lab):
    """Works figures out by a formula instead of simulating, and counts how often it was asked."""

    def __init__(self, formula: Formula, most: int = 10**9) -> None:
        """Stops after so many runs."""
        self.formula, self.most, self.figures = formula, most, {}
        self.stopped = lambda: len(self.figures) >= self.most

    def run(self, scenarios: Iterable[Scenario]) -> None:
        """Work them out."""
        for each in scenarios:
            if not self.stopped():
                self.figures[each.hash()] = self.formula(each, each.seed)


def noise(seed: int) -> float:
    """Between -1 and 1, the same for a seed, and much alike a uniform draw."""
    return ((seed * 7919 + 104_729) % 2003) / 1001.0 - 1.0
