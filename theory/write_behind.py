"""Write-behind: what a crash loses, and how many rows the database is spared.

Little's law governs it: lost writes = write rate x mean time from acknowledgement to database.
Keys follow Zipf's law; `write_rps` is over all keys.
"""

from math import exp
from typing import NamedTuple

import numpy as np
from scipy.special import gammainc

from theory.popularity import zipf


class Flushed(NamedTuple):
    """What a policy of flushing comes to.

    `lost_writes` and `lost_keys` are lost in a crash at a random instant; `rows_rps` are rows
    written a second; `coalescing` is writes for each row.
    """

    lost_writes: float
    lost_keys: float
    rows_rps: float
    coalescing: float


def rows_per_flush(keys: int, exponent: float, write_rps: float, interval_s: float) -> float:
    """Rows that a flush of all dirty keys every `interval_s` writes. Exact if it takes no time."""
    return float(-np.expm1(-zipf(keys, exponent) * write_rps * interval_s).sum())


def common_flush(keys: int, exponent: float, write_rps: float, interval_s: float) -> Flushed:
    """All dirty keys are flushed together every `interval_s`. Exact if a flush takes no time.

    The worst instant for a crash loses twice the mean: all writes of an interval.
    """
    x = zipf(keys, exponent) * write_rps * interval_s
    rows = rows_per_flush(keys, exponent, write_rps, interval_s)
    writes = write_rps * interval_s
    lost_keys = float((1 + np.expm1(-x) / x).sum())
    return Flushed(writes / 2, lost_keys, rows / interval_s, writes / rows)


def delay_per_key(keys: int, exponent: float, write_rps: float, delay_s: float) -> Flushed:
    """Each key is flushed `delay_s` after it became dirty. Exact.

    The formula of a TTL cache again (semantics: Oracle Coherence's write-delay).
    """
    rate = zipf(keys, exponent) * write_rps
    x = rate * delay_s
    dirty = x / (1 + x)
    rows_rps = float((rate / (1 + x)).sum())
    lost_writes = float((dirty * (1 + x / 2)).sum())
    return Flushed(lost_writes, float(dirty.sum()), rows_rps, write_rps / rows_rps)


def flush_by_count(keys: int, exponent: float, writes: int) -> tuple[float, float]:
    """Lost writes in a crash, and rows of a flush, when every so many writes are flushed. Exact."""
    p = zipf(keys, exponent)
    return (writes - 1) / 2, float(-np.expm1(writes * np.log1p(-p)).sum())


class Cycle(NamedTuple):
    """Flushes by count or time: writes lost in a crash at a random instant, writes a flush."""

    lost_writes: float
    writes_per_flush: float


def flush_by_count_or_time(write_rps: float, writes: int, interval_s: float) -> Cycle:
    """All is flushed after so many writes, or `interval_s` after the last flush. Exact.

    With k writes waiting a cycle spends P(Gamma(k + 1, write_rps) <= interval_s) / write_rps.
    """
    waiting = np.arange(writes)
    spent_s = gammainc(waiting + 1, write_rps * interval_s) / write_rps
    lost = float((waiting * spent_s).sum() / spent_s.sum())
    return Cycle(lost, write_rps * float(spent_s.sum()))


def expired_before_flush(write_rps: float, ttl_s: float, interval_s: float) -> float:
    """Share of dirty keys whose only copy expires before a common flush, without any crash. Exact.

    Each write of a key restarts its TTL, which is shorter than the interval.
    """
    survivors = exp(-write_rps * interval_s)
    return (exp(-write_rps * ttl_s) - survivors) / (1 - survivors)
