"""Staleness as curves: who survives in age, and which keys it hits."""

from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.histogram import Histogram
from simulator.log import Requests

POINTS = 200
"""Points of a curve: more cannot be told apart on a screen."""
GROUPS = 10


class Ages:
    """Which share of the reads is stale by more than some time."""

    def __init__(self) -> None:
        """No reads."""
        self.reads = 0
        self.ages = Histogram()

    def requests(self, chunk: Requests) -> None:
        """Count reads."""
        self.reads += int((chunk.write == 0).sum())
        self.ages.add(chunk.age_s[chunk.behind > 0])

    def merge(self, other: Self) -> None:
        """Add counts."""
        self.reads += other.reads
        self.ages.merge(other.ages)

    def table(self) -> pd.DataFrame:
        """The share of all reads with an age above `age_s`, at ages that occurred.

        At age 0 it is the share of stale reads; without any there is that one row.
        """
        used = np.flatnonzero(self.ages.counts)
        counts = self.ages.counts[used]
        ages_s = np.concatenate([[0.0], self.ages.sums[used] / counts])
        older = np.concatenate([[counts.sum()], counts.sum() - np.cumsum(counts)])
        kept = np.unique(np.linspace(0, len(ages_s) - 1, POINTS).round().astype(int))
        return pd.DataFrame({"age_s": ages_s, "share": older / max(self.reads, 1)}).iloc[kept]


class Deciles:
    """Staleness by popularity: the keys that were read, in ten groups from the most read on."""

    def __init__(self) -> None:
        """No reads. What is kept grows with the largest key's number."""
        self.reads, self.stale, self.age_s = np.zeros(0), np.zeros(0), np.zeros(0)

    def requests(self, chunk: Requests) -> None:
        """Count reads by key."""
        stale = chunk.behind > 0
        self.reads = added(self.reads, np.bincount(chunk.key[chunk.write == 0]))
        if stale.any():
            self.stale = added(self.stale, np.bincount(chunk.key[stale]))
            ages_s = np.bincount(chunk.key[stale], weights=chunk.age_s[stale])
            self.age_s = added(self.age_s, ages_s)

    def merge(self, other: Self) -> None:
        """Add counts."""
        for name in ("reads", "stale", "age_s"):
            setattr(self, name, added(getattr(self, name), getattr(other, name)))

    def table(self) -> pd.DataFrame:
        """One row a group: its keys, its reads, which share was stale, how old on average."""
        size = len(self.reads)
        stale, age_s = added(self.stale, np.zeros(size)), added(self.age_s, np.zeros(size))
        order = np.argsort(-self.reads, kind="stable")[: np.count_nonzero(self.reads)]
        groups = [group for group in np.array_split(order, GROUPS) if len(group)]
        rows = [
            (len(keys), int(self.reads[keys].sum()), int(stale[keys].sum()), age_s[keys].sum())
            for keys in groups
        ]
        found = pd.DataFrame(rows, columns=["keys", "reads", "stale", "age_s"])
        found["stale_read_ratio"] = found["stale"] / found["reads"]
        found["age_s_mean"] = found.pop("age_s") / found["stale"].where(found["stale"] > 0)
        return found


def added(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.float64]:
    """The sum of two columns, the shorter one filled up with zeros."""
    short, long = sorted((one, other), key=len)
    total = long.astype(np.float64)
    total[: len(short)] += short
    return total
