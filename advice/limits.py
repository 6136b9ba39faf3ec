"""Limits: what a setting must keep, and whether a few runs show that the next one will, too."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite, sqrt
from statistics import fmean, stdev
from typing import NamedTuple

from scipy.special import stdtrit

from metrics import DECLARATIONS
from metrics.intervals import FEWEST
from simulator.sentences import ScenarioError
from simulator.sweep.estimates import Estimate, Figure, Figures, estimate
from simulator.sweep.figures import checked_metric

ENOUGH = 59
"""With so many runs inside, at least 95 % of all runs are, with a confidence of 95 %, whatever the
distribution: 0.95 ** 59 < 0.05 (Wilks, Annals of Mathematical Statistics 12, 1941)."""
CONFIDENCE = 0.95
LOOSER = 1.25
"""How much wider a limit is made to see what it costs."""


@dataclass(frozen=True)
class Limit:
    """A metric must be at most a bound, or at least; in the metric's basic unit."""

    metric: str
    bound: float
    at_least: bool = False

    def __post_init__(self) -> None:
        """Raise ScenarioError for what is no limit."""
        checked_metric(self.metric)
        if not isfinite(self.bound) or self.bound < 0:
            raise ScenarioError(
                f"the limit of {self.metric} must be a number from 0 on, got {self.bound:g}; "
                "change it"
            )

    def __str__(self) -> str:
        return f"{self.metric}{'>=' if self.at_least else '<='}{self.bound:g}"

    def excess(self, value: float) -> float:
        """How far a value is beyond the limit, as a share of it; below 0 it is the margin."""
        beyond = self.bound - value if self.at_least else value - self.bound
        return beyond / (self.bound or 1.0)

    def worst(self, values: Sequence[float]) -> float:
        """The value of several that is furthest towards the forbidden side."""
        return min(values) if self.at_least else max(values)

    def looser(self) -> "Limit | None":
        """The limit a quarter wider; None, no limit at all, where its bound is 0."""
        if self.bound == 0:
            return None
        if not self.at_least:
            return Limit(self.metric, self.bound * LOOSER)
        is_share = DECLARATIONS[self.metric].unit == "1"
        wider = 1 - (1 - self.bound) * LOOSER if is_share else self.bound / LOOSER
        return Limit(self.metric, max(wider, 0.0), at_least=True)


def limit(text: str) -> Limit:
    """The limit in `METRIC<=NUMBER` or `METRIC>=NUMBER`; raises ScenarioError."""
    at_least = ">=" in text
    metric, sign, number = text.partition(">=" if at_least else "<=")
    try:
        bound = float(number)
    except ValueError:
        sign = ""
    if not sign:
        raise ScenarioError(
            f"a limit must read METRIC<=NUMBER or METRIC>=NUMBER, got {text!r}; mend it"
        )
    return Limit(metric.strip(), bound, at_least)


class Check(NamedTuple):
    """What some runs say of a limit. `bound` is what the next run keeps 19 times in 20."""

    limit: Limit
    estimate: Estimate
    bound: float | None
    worst: float | None
    """The worst run so far."""

    @property
    def excess(self) -> float:
        """How far beyond the limit, as a share of it; a figure that cannot apply breaks none."""
        if self.worst is None:
            return -inf
        if self.bound is None:
            return inf
        return max(self.limit.excess(self.bound), self.limit.excess(self.worst))

    @property
    def margin(self) -> float:
        """What is left of the limit, as a share of it."""
        return -self.excess

    @property
    def is_kept(self) -> bool:
        """Will the next run keep it?"""
        return self.excess <= 0


def judged(figures: Figures, metric: str) -> Figure:
    """A run's figure as a limit sees it: one that never came back has taken for ever."""
    never = metric == "recovery_s" and figures.get("recovered") == 0
    return inf if never else figures.get(metric)


def check(limit: Limit, values: Sequence[Figure]) -> Check:
    """Judge a limit by the runs there are.

    By the one-sided prediction bound for one more run, mean + t s sqrt(1 + 1/n) (Hahn and Meeker,
    Statistical Intervals, chapter 4; for runs that are near normal), and by the worst of them.
    """
    known = [float(value) for value in values if value is not None]
    finite = [value for value in known if isfinite(value)]
    found = estimate(finite)
    if not known:
        return Check(limit, found, None, None)
    worst = limit.worst(known)
    return Check(limit, found, next_one(limit, finite) if isfinite(worst) else None, worst)


def next_one(limit: Limit, known: Sequence[float]) -> float | None:
    """The value up to which one more run comes with a confidence of 95 %; None with one run."""
    n = len(known)
    if n < FEWEST:
        return None
    reach = float(stdtrit(n - 1, CONFIDENCE)) * stdev(known) * sqrt(1 + 1 / n)
    mean = fmean(known)
    return mean - reach if limit.at_least else mean + reach
