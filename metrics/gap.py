"""Gaps: what was measured against what was simulated, and whether chance alone explains it."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np
from scipy import stats

from metrics.family import Number

CONFIDENCE = 0.95
FEWEST = 3
"""Of fewer repeats than this the scatter says too little."""
ROUNDING = 1e-9


class Gap(NamedTuple):
    """One metric. `noise` is None where there are too few repeats to tell."""

    metric: str
    measured: float
    simulated: float
    """Mean of the repeats."""
    noise: float | None
    """So far from the mean one more repeat falls with a probability of 5 %."""

    @property
    def gap(self) -> float:
        """Measured less simulated."""
        return self.measured - self.simulated

    @property
    def relative(self) -> float | None:
        """The gap as a share of the simulated figure."""
        return self.gap / self.simulated if self.simulated else None

    @property
    def inside(self) -> bool | None:
        """Does the gap lie inside the noise?"""
        slack = ROUNDING * max(1.0, abs(self.simulated))
        return None if self.noise is None else abs(self.gap) <= self.noise + slack


def gaps(
    measured: Mapping[str, Number], simulated: Sequence[Mapping[str, Number]]
) -> tuple[Gap, ...]:
    """The gap of every metric that applies to the measurement and to all repeats."""
    found = []
    for name, value in measured.items():
        repeats = [each.get(name) for each in simulated]
        known = [float(each) for each in repeats if each is not None]
        if value is not None and known and len(known) == len(repeats):
            found.append(Gap(name, float(value), float(np.mean(known)), noise(known)))
    return tuple(found)


def noise(values: Sequence[float]) -> float | None:
    """Half the width of the prediction interval for one more value, after Student."""
    n = len(values)
    if n < FEWEST:
        return None
    scatter = float(np.std(values, ddof=1))
    if scatter <= ROUNDING * max(abs(value) for value in values):
        return 0.0
    return float(stats.t.ppf((1 + CONFIDENCE) / 2, n - 1)) * sqrt(1 + 1 / n) * scatter
