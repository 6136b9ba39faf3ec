"""Means with their confidence intervals, from replications of which some may lack the figure."""

from collections.abc import Sequence
from math import inf, sqrt
from statistics import stdev
from typing import NamedTuple

from metrics.intervals import FEWEST, factor, interval

Figure = float | int | None
"""A figure of a run; None where it cannot apply."""
Figures = dict[str, Figure]


class Estimate(NamedTuple):
    """A mean and half the width of its confidence interval; None where it cannot be told."""

    n: int
    mean: float | None
    half_width: float | None

    @property
    def low(self) -> float | None:
        """The lower end of the interval."""
        return None if self.mean is None or self.half_width is None else self.mean - self.half_width

    @property
    def high(self) -> float | None:
        """The upper end of the interval."""
        return None if self.mean is None or self.half_width is None else self.mean + self.half_width

    @property
    def differs(self) -> bool:
        """Does the interval of a difference leave out zero?"""
        return self.half_width is not None and abs(self.mean or 0.0) > self.half_width


def estimate(values: Sequence[Figure]) -> Estimate:
    """The mean of those values that apply."""
    found = interval([value for value in values if value is not None])
    return Estimate(found.values, found.mean, found.half) if found else Estimate(0, None, None)


def difference(values: Sequence[Figure], baseline: Sequence[Figure]) -> Estimate:
    """The mean difference from a baseline, run by run on common random numbers."""
    pairs = zip(values, baseline, strict=False)
    apart = [ours - theirs for ours, theirs in pairs if ours is not None and theirs is not None]
    return estimate(apart)


def needed(values: Sequence[Figure], half_width: float, most: int) -> int:
    """How many replications reach a half-width: the least n with t s / sqrt(n) no wider.

    The spread s is that of the values given; answers `most` where more would be needed.
    """
    known = [value for value in values if value is not None]
    spread = stdev(known) if len(known) >= FEWEST else inf
    if spread == 0:
        return len(values)
    found = (n for n in range(FEWEST, most) if factor(n) * spread / sqrt(n) <= half_width)
    return next(found, most)
