"""Working set and reuse over time: different keys by window, and the time between two requests."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.fast.jit import compiled

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
WINDOWS = 100
BUCKETS_A_DOUBLING = 2
BUCKETS = 64 * BUCKETS_A_DOUBLING


class WorkingSet(NamedTuple):
    """By window of equal length: requests, different keys, and keys never seen before.

    The windows' starts are in seconds, or in requests where the trace has no times.
    """

    start: NDArray[np.float64]
    requests: Ints
    keys: Ints
    new_keys: Ints


class Reuse(NamedTuple):
    """How much time passed since a key's last request, in seconds or requests: by bucket."""

    least: NDArray[np.float64]
    requests: Ints
    median: float | None


@compiled
def count_window(  # noqa: PLR0917 - the columns and the tables
    keys: Numbers, window: Ints, seen: Numbers, requests: Ints, different: Ints, new: Ints
) -> None:
    """Count requests by window; `seen` holds each key's last window, -1 at first."""
    for row in range(len(keys)):
        key, here = keys[row], window[row]
        requests[here] += 1
        if seen[key] != here:
            different[here] += 1
            if seen[key] < 0:
                new[here] += 1
            seen[key] = here


@compiled
def find_gaps(keys: Numbers, at: Ints, last: Ints, gap: Ints) -> None:
    """The time since each key's last request, -1 for the first; `last` holds them from -1 on."""
    for row in range(len(keys)):
        key = keys[row]
        gap[row] = -1 if last[key] < 0 else max(0, at[row] - last[key])
        last[key] = at[row]


class Windows:
    """Counts a sequence of keys by window and gap."""

    def __init__(self, keys: int, end: int) -> None:
        """Keys are numbered below the first, instants below the second number, from 0 on."""
        self.end, self.seen = end, np.full(keys, -1, dtype=np.int32)
        self.last = np.full(keys, -1, dtype=np.int64)
        self.requests, self.keys, self.new = (np.zeros(WINDOWS, dtype=np.int64) for _ in range(3))
        self.gaps = np.zeros(BUCKETS, dtype=np.int64)

    def take(self, keys: Numbers, at: Ints) -> None:
        """Some more keys, with instants in nanoseconds or by their place."""
        window = np.minimum(at * (WINDOWS / self.end), WINDOWS - 1).astype(np.int64)
        count_window(keys, window, self.seen, self.requests, self.keys, self.new)
        gap = np.empty(len(keys), dtype=np.int64)
        find_gaps(keys, at, self.last, gap)
        again = gap[gap >= 0]
        bucket = np.floor(np.log2(np.maximum(again, 1)) * BUCKETS_A_DOUBLING).astype(np.int64)
        self.gaps += np.bincount(bucket, minlength=BUCKETS)

    def working_set(self, unit: float) -> WorkingSet:
        """Different keys over time; so much of the instants' unit is one of the result's."""
        start = np.arange(WINDOWS, dtype=np.float64) * (self.end / WINDOWS / unit)
        return WorkingSet(start, self.requests, self.keys, self.new)

    def reuse(self, unit: float) -> Reuse:
        """The distribution of the gaps, in the result's unit, from the first to the last bucket."""
        used = np.flatnonzero(self.gaps)
        if len(used) == 0:
            return Reuse(np.zeros(0), np.zeros(0, dtype=np.int64), None)
        kept = np.arange(used[0], used[-1] + 1)
        least = 2.0 ** (kept / BUCKETS_A_DOUBLING) / unit
        counts = self.gaps[kept]
        middle = int(np.searchsorted(np.cumsum(counts), counts.sum() / 2))
        return Reuse(least, counts, float(least[middle]))
