"""The run over time: figures by window, for charts."""

from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.flow import Flow
from metrics.histogram import Histogram, quantile
from simulator.log import Requests, Samples, Statements, rows_of
from simulator.outcome import CODE, FAILURES, HITS, OUTCOMES

WINDOWS = 200
"""Points in a chart: more cannot be told apart on a screen."""

ROUNDING_S = 1e-9
"""Instants of samples are rounded to this."""

STATES = {
    "dirty_keys": "dirty",
    "unstored_writes": "unstored",
    "entries_behind": "behind",
    "entries_ahead": "ahead",
    "cache_entries": "entries",
}
"""Columns that hold a window's last sample, by the sample's column."""

FAILED = np.isin(np.arange(len(OUTCOMES)), FAILURES)
"""Whether a request with an outcome's place was not answered."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Timeline:
    """Everything by window, over the whole run, warm-up included."""

    def __init__(self, end_s: float) -> None:
        """Equal windows from 0 to the last arrival."""
        self.edges_s = np.linspace(0, end_s, WINDOWS + 1)
        self.sums = {
            name: np.zeros(WINDOWS)
            for name in (
                *("requests", "reads", "hits", "failed", "stale", "age_s", "db_reads", "db_writes"),
            )
        }
        self.latency, self.ages = WindowedHistogram(), WindowedHistogram()
        self.waiting, self.working = Flow(self.edges_s), Flow(self.edges_s)
        self.states = {name: np.zeros(WINDOWS) for name in STATES}

    def window(self, instants_s: Floats) -> Ints:
        """The window of each instant."""
        places = (instants_s * (WINDOWS / self.edges_s[-1])).astype(np.int64)
        windows: Ints = np.minimum(places, WINDOWS - 1)
        return windows

    def add(self, name: str, windows: Ints, weights: Floats | None = None) -> None:
        """Add to a column's sums."""
        self.sums[name] += np.bincount(windows, weights=weights, minlength=WINDOWS)

    def requests(self, chunk: Requests) -> None:
        """Count requests."""
        windows = self.window(chunk.at_s)
        read = chunk.write == 0
        self.add("requests", windows)
        self.add("reads", windows[read])
        self.add("hits", windows[read & (chunk.outcome <= HITS[-1])])
        self.add("failed", windows[FAILED[chunk.outcome]])
        timed = read & (chunk.outcome != CODE["shed"]) & (chunk.outcome != CODE["error"])
        self.latency.add(windows[timed], chunk.latency_s[timed])
        stale = chunk.behind > 0
        if stale.any():
            self.add("stale", windows[stale])
            self.add("age_s", windows[stale], chunk.age_s[stale])
            self.ages.add(windows[stale], chunk.age_s[stale])

    def statements(self, chunk: Statements) -> None:
        """Count statements."""
        kept = (chunk.refused == 0) & (chunk.joined_s < self.edges_s[-1])
        chunk = rows_of(chunk, kept)
        self.waiting.add(chunk.joined_s, chunk.started_s)
        self.working.add(chunk.started_s, chunk.done_s)
        windows, write = self.window(chunk.joined_s), chunk.write == 1
        self.add("db_reads", windows[~write], chunk.rows[~write])
        self.add("db_writes", windows[write], chunk.rows[write])

    def samples(self, chunk: Samples) -> None:
        """Keep the state of each window; a sample is taken where one begins."""
        windows = self.window(chunk.at_s + ROUNDING_S)
        for name, column in STATES.items():
            self.states[name][windows] = getattr(chunk, column)

    def merge(self, other: Self) -> None:
        """Add what another part of the same run counted."""
        for name in self.sums:
            self.sums[name] += other.sums[name]
        for mine, others in (
            (self.latency, other.latency),
            (self.ages, other.ages),
        ):
            mine.merge(others)
        self.waiting.merge(other.waiting)
        self.working.merge(other.working)
        for name, state in self.states.items():
            np.maximum(state, other.states[name], out=state)

    def table(self) -> pd.DataFrame:
        """One row a window; NaN where there is nothing to average."""
        sums, width_s = self.sums, float(self.edges_s[1])
        with np.errstate(invalid="ignore", divide="ignore"):
            return pd.DataFrame(
                {
                    "start_s": self.edges_s[:-1],
                    "end_s": self.edges_s[1:],
                    "request_rps": sums["requests"] / width_s,
                    "goodput_rps": (sums["requests"] - sums["failed"]) / width_s,
                    "failure_ratio": sums["failed"] / sums["requests"],
                    "hit_ratio": sums["hits"] / sums["reads"],
                    "stale_read_ratio": sums["stale"] / sums["reads"],
                    "staleness_age_s_mean": sums["age_s"] / sums["stale"],
                    "staleness_age_s_p95": self.ages.quantiles(0.95),
                    "latency_read_s_p50": self.latency.quantiles(0.5),
                    "latency_read_s_p95": self.latency.quantiles(0.95),
                    "latency_read_s_p99": self.latency.quantiles(0.99),
                    "db_read_rps": sums["db_reads"] / width_s,
                    "db_write_rps": sums["db_writes"] / width_s,
                    "db_queue_mean": np.maximum(self.waiting.means(), 0),
                    "db_busy_mean": np.maximum(self.working.means(), 0),
                    **self.states,
                }
            )


class WindowedHistogram:
    """A coarser histogram for each window, good for quantiles within 1 %."""

    def __init__(self) -> None:
        """Empty."""
        self.scale = Histogram(bits=6)
        self.buckets = len(self.scale.counts)
        self.counts = np.zeros(WINDOWS * self.buckets, dtype=np.int64)
        self.sums = np.zeros(WINDOWS * self.buckets)

    def add(self, windows: Ints, values: Floats) -> None:
        """Count values in their windows."""
        if len(values) == 0:
            return
        places = windows * self.buckets + self.scale.places(values)
        low, high = int(places.min()), int(places.max())
        self.counts[low : high + 1] += np.bincount(places - low)
        self.sums[low : high + 1] += np.bincount(places - low, weights=values)

    def merge(self, other: Self) -> None:
        """Add another one's counts."""
        self.counts += other.counts
        self.sums += other.sums

    def quantiles(self, share: float) -> Floats:
        """The quantile in each window, NaN where it is empty."""
        return self.sliding(share, 1)

    def over(self, share: float, first: int, last: int) -> float | None:
        """The quantile over some windows together, None where they are empty."""
        counts, sums = (
            table.reshape(WINDOWS, -1)[first:last] for table in (self.counts, self.sums)
        )
        return quantile(counts.sum(axis=0), sums.sum(axis=0), share)

    def sliding(self, share: float, size: int) -> Floats:
        """The quantile over as many windows, from each window on; NaN where they are empty."""
        counts, sums = (table.reshape(WINDOWS, -1) for table in (self.counts, self.sums))
        used = np.flatnonzero(counts.any(axis=0))
        counts, sums = (together(table[:, used], size) for table in (counts, sums))
        if not len(used):
            return np.full(len(counts), np.nan)
        reached = np.cumsum(counts, axis=1)
        wanted = np.maximum(np.ceil(share * reached[:, -1:] - 1e-9), 1)
        rows, places = np.arange(len(counts)), (reached >= wanted).argmax(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(sums[rows, places] / counts[rows, places])


def together(table: NDArray[Any], size: int) -> NDArray[Any]:
    """Each row's sum with those that follow it, so many rows in all."""
    if size == 1:
        return table
    whole = np.concatenate([np.zeros((1, table.shape[1]), table.dtype), np.cumsum(table, axis=0)])
    sums: NDArray[Any] = whole[size:] - whole[:-size]
    return sums
