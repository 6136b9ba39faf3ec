"""Histograms with logarithmic buckets: quantiles of any number of values in bounded memory."""

from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LOWEST, HIGHEST = 2.0**-31, 2.0**26
"""Values from half a nanosecond to two years (in seconds) are told apart."""


class Histogram:
    """Counts and sums by bucket. A quantile is the mean of its bucket.

    Buckets are the leading bits of the floating point number, `2^bits` to each doubling: with 9
    bits a quantile is within 0.1 % of a value that occurred. Equal values give their value.
    """

    def __init__(self, bits: int = 9) -> None:
        """Empty."""
        self.shift = 52 - bits
        self.origin = bucket_of(np.array([LOWEST]), self.shift)[0] - 1
        size = int(bucket_of(np.array([HIGHEST]), self.shift)[0] - self.origin + 1)
        self.counts = np.zeros(size, dtype=np.int64)
        self.sums = np.zeros(size)

    def add(self, values: Floats) -> None:
        """Count values, which must not be negative."""
        if len(values) == 0:
            return
        places = self.places(values)
        low, high = int(places.min()), int(places.max())
        self.counts[low : high + 1] += np.bincount(places - low)
        self.sums[low : high + 1] += np.bincount(places - low, weights=values)

    def places(self, values: Floats) -> NDArray[np.int64]:
        """The bucket of each value."""
        found = bucket_of(values, self.shift) - self.origin
        places: NDArray[np.int64] = np.clip(found, 0, len(self.counts) - 1)
        return places

    def merge(self, other: Self) -> None:
        """Add another histogram's counts."""
        self.counts += other.counts
        self.sums += other.sums

    @property
    def count(self) -> int:
        """How many values."""
        return int(self.counts.sum())

    def mean(self) -> float | None:
        """The mean, None without values."""
        return float(self.sums.sum() / self.count) if self.count else None

    def quantile(self, share: float) -> float | None:
        """The smallest value that at least this share of all values does not exceed."""
        return quantile(self.counts, self.sums, share)


def bucket_of(values: Floats, shift: int) -> NDArray[np.int64]:
    """The leading bits of each value as a number that grows with it."""
    return np.ascontiguousarray(values).view(np.int64) >> shift


def quantile(counts: NDArray[np.int64], sums: Floats, share: float) -> float | None:
    """The mean of the bucket in which a share of the values is reached."""
    total = counts.sum()
    if total == 0:
        return None
    wanted = max(1, int(np.ceil(share * total - 1e-9)))
    place = int(np.searchsorted(np.cumsum(counts), wanted))
    return float(sums[place] / counts[place])
