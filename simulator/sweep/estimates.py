"""Means with their confidence intervals, from replications. Plain numbers in, plain numbers out.

Student's t throughout: replications are independent, and a figure of a run is near normal where
it is a mean of many requests (Law, Simulation Modeling and Analysis, chapter 9).
"""

from collections.abc import Sequence
from math import inf, sqrt
from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

CONFIDENCE = 0.95
PAIR = 2
"""A spread takes two."""

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


def estimate(values: Sequence[Figure], confidence: float = CONFIDENCE) -> Estimate:
    """The mean of those values that apply."""
    known = np.array([value for value in values if value is not None], dtype=float)
    n = len(known)
    if n == 0:
        return Estimate(0, None, None)
    mean = float(known.mean())
    if n < PAIR:
        return Estimate(n, mean, None)
    return Estimate(n, mean, student(n, confidence) * float(known.std(ddof=1)) / sqrt(n))


def difference(
    values: Sequence[Figure], baseline: Sequence[Figure], confidence: float = CONFIDENCE
) -> Estimate:
    """The mean difference from a baseline, run by run on common random numbers."""
    pairs = zip(values, baseline, strict=False)
    apart = [ours - theirs for ours, theirs in pairs if ours is not None and theirs is not None]
    return estimate(apart, confidence)


def student(n: int, confidence: float) -> float:
    """Student's t for so many values."""
    return float(stdtrit(n - 1, (1 + confidence) / 2))


def needed(
    values: Sequence[Figure], half_width: float, most: int, confidence: float = CONFIDENCE
) -> int:
    """How many replications reach a half-width: the least n with t s / sqrt(n) no wider.

    The spread s is that of the values given; answers `most` where more would be needed.
    """
    known = [value for value in values if value is not None]
    spread = float(np.std(known, ddof=1)) if len(known) >= PAIR else inf
    if spread == 0:
        return len(values)
    found = (
        n for n in range(PAIR, most) if student(n, confidence) * spread / sqrt(n) <= half_width
    )
    return next(found, most)
