"""Expiries: what each expiry of the watched keys set off, from its first load to the last.

An expiry is a longest run of loads that overlap in time; a cold start and a refresh ahead of
time count as one too. Its refill is the end of its first load: from then on the cache has the
value again. Its readers are the reads that came from its first load to its refill.
"""

from dataclasses import dataclass
from math import inf, sqrt
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.timeline import WINDOWS
from simulator.log import Chunk, Requests, Statements
from simulator.outcome import CODE, OUTCOMES

MOST_ROWS = 1_000_000
"""Rows of each kind that are kept; what comes later is left out, and the answer says from when."""
MOST_EXPIRIES = 40
"""Expiries that are handed out, the largest ones; all of them are counted."""
MOST_READERS = 48
"""Readers of one expiry that are handed out; all of them are counted."""

WORDS = ("loaded", "waited", "stale", "early", "hit", "failed")
"""What became of a reader: the columns of the table of expiries that count readers."""
WORD_OF = {
    "fresh_hit": "hit",
    "negative_hit": "hit",
    "early_hit": "early",
    "stale_hit": "stale",
    "error_stale_hit": "stale",
    "coalesced_wait": "waited",
    "miss_load": "loaded",
    "bypass": "loaded",
}
PLACES = np.array([WORDS.index(WORD_OF.get(outcome, "failed")) for outcome in OUTCOMES])
"""The place in WORDS of each outcome in a log."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Mean(NamedTuple):
    """A mean over expiries and its standard error; None where there are too few."""

    expiries: int
    mean: float | None
    error: float | None


@dataclass(frozen=True)
class CloseUp:
    """A run's expiries, small enough to travel between processes.

    `expiries` has a row for each of the largest, in order of time; `readers` some readers of
    each, by the expiry's place in that table. `in_flight` is the most loads at once in each
    window. Rows after `complete_s` were left out.
    """

    expiries: pd.DataFrame
    readers: pd.DataFrame
    in_flight: pd.DataFrame
    loads: Mean
    complete_s: float


class Watch:
    """Takes a run's chunks as they come and keeps what the watched keys set off."""

    def __init__(self, keys: int, slack_s: float) -> None:
        """Watch the keys below a number.

        `slack_s` is how long a value that was loaded may need to the cache: a load that begins
        so shortly after the others still belongs to them.
        """
        self.keys, self.slack_s = keys, slack_s
        self.joined_s, self.done_s, self.queued = Rows(), Rows(), Rows()
        self.at_s, self.place, self.latency_s = Rows(), Rows(), Rows()
        self.complete_s = inf

    def take(self, chunk: Chunk) -> None:
        """Keep a chunk's rows of the watched keys."""
        if isinstance(chunk, Requests):
            mine = (chunk.key < self.keys) & (chunk.write == 0) & (chunk.outcome != NEVER)
            self.keep(mine, chunk.at_s, (self.at_s, self.place, self.latency_s), chunk)
        elif isinstance(chunk, Statements):
            mine = (chunk.key < self.keys) & (chunk.in_flight > 0) & (chunk.refused == 0)
            self.keep(mine, chunk.joined_s, (self.joined_s, self.done_s, self.queued), chunk)

    def keep(self, mine: Any, begin_s: Floats, rows: tuple["Rows", ...], chunk: Any) -> None:
        """Keep some rows' columns, as long as there is room."""
        if rows[0].count > MOST_ROWS:
            self.complete_s = min(self.complete_s, float(begin_s.min(initial=inf)))
            return
        requests = isinstance(chunk, Requests)
        second = PLACES[chunk.outcome] if requests else chunk.done_s
        third = chunk.latency_s if requests else chunk.queued
        for column, values in zip(rows, (begin_s, second, third), strict=True):
            column.add(values[mine])

    def close_up(self, begin_s: float, end_s: float) -> CloseUp:
        """The expiries of a run of which the part from begin to end counts."""
        order = np.argsort(self.joined_s.table(), kind="stable")
        joined_s, done_s = self.joined_s.table()[order], self.done_s.table()[order]
        firsts = beginnings(joined_s, done_s, self.slack_s)
        found = summed(firsts, joined_s, done_s, self.queued.table()[order])
        found["counted"] = (found["start_s"] >= begin_s) & (found["refill_s"] <= end_s)
        loads = mean_of(found.loc[found["counted"], "loads"].to_numpy(dtype=float))
        largest = found.nlargest(MOST_EXPIRIES, "loads", keep="first").sort_index()
        table, readers = self.read_by(largest.reset_index(drop=True))
        in_flight = peaks(joined_s, done_s, end_s)
        return CloseUp(table, readers, in_flight, loads, self.complete_s)

    def read_by(self, expiries: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The expiries with their readers counted, and a table of some readers of each."""
        order = np.argsort(self.at_s.table(), kind="stable")
        at_s, latency_s = self.at_s.table()[order], self.latency_s.table()[order]
        place = self.place.table()[order].astype(np.int64)
        counts, waits_s, shown = [], [], [NOBODY]
        for number, start_s, refill_s in expiries[["start_s", "refill_s"]].itertuples():
            mine = readers_of(at_s, place, (start_s, refill_s), self.slack_s)
            counts.append(np.bincount(place[mine], minlength=len(WORDS)))
            waits_s.append(float(latency_s[mine].max(initial=0.0)))
            some = mine[sample(place[mine])]
            words = [WORDS[each] for each in place[some]]
            columns = {"at_s": at_s[some], "latency_s": latency_s[some], "word": words}
            shown.append(pd.DataFrame({"expiry": number, **columns}))
        table = np.array(counts, dtype=np.int64).reshape(-1, len(WORDS))
        by_word = dict(zip(WORDS, table.T, strict=True))
        full = [each for each in shown if len(each)] or [NOBODY]
        return expiries.assign(**by_word, wait_s_max=waits_s), pd.concat(full, ignore_index=True)


NEVER = CODE["acknowledged"]
"""The outcome of writes, which no read has."""
NOBODY = pd.DataFrame({"expiry": [], "at_s": [], "latency_s": [], "word": []})


class Rows:
    """A column that grows by chunks."""

    def __init__(self) -> None:
        """No rows."""
        self.parts: list[NDArray[Any]] = [np.empty(0)]
        self.count = 0

    def add(self, values: NDArray[Any]) -> None:
        """Some more rows."""
        self.parts.append(values)
        self.count += len(values)

    def table(self) -> NDArray[Any]:
        """All rows."""
        self.parts = [np.concatenate(self.parts)]
        return self.parts[0]


def beginnings(joined_s: Floats, done_s: Floats, slack_s: float) -> Ints:
    """The places of loads that begin when all earlier ones are over, in loads by beginning."""
    if not len(joined_s):
        return np.empty(0, dtype=np.int64)
    over_s = np.concatenate([[-inf], np.maximum.accumulate(done_s)[:-1] + slack_s])
    return np.flatnonzero(joined_s >= over_s)


def summed(firsts: Ints, joined_s: Floats, done_s: Floats, queued: Ints) -> pd.DataFrame:
    """One row an expiry: its instants, its loads, the most at once, the longest queue."""
    columns: dict[str, Any] = {"start_s": joined_s[firsts]}
    if len(firsts):
        columns["refill_s"] = np.minimum.reduceat(done_s, firsts)
        columns["end_s"] = np.maximum.reduceat(done_s, firsts)
        columns["loads"] = np.diff(np.append(firsts, len(joined_s)))
        level = np.arange(len(joined_s)) + 1 - np.searchsorted(np.sort(done_s), joined_s, "right")
        columns["peak"] = np.maximum.reduceat(level, firsts)
        columns["queue"] = np.maximum.reduceat(queued, firsts).astype(np.int64)
        return pd.DataFrame(columns)
    names = ("refill_s", "end_s", "loads", "peak", "queue")
    return pd.DataFrame(columns | {name: np.empty(0) for name in names})


def readers_of(at_s: Floats, place: Ints, span_s: tuple[float, float], slack_s: float) -> Ints:
    """The places of an expiry's readers, in reads by arrival.

    A read comes a little before the load that it begins, and may still miss a value that is on
    its way to the cache; hits count only from the first load to the refill.
    """
    first, last = np.searchsorted(at_s, [span_s[0] - slack_s, span_s[1] + slack_s])
    mine = np.arange(first, last, dtype=np.int64)
    inside = (at_s[mine] >= span_s[0]) & (at_s[mine] <= span_s[1])
    kept: Ints = mine[inside | (place[mine] != WORDS.index("hit"))]
    return kept


def sample(place: Ints, most: int = MOST_READERS) -> Ints:
    """Some readers, evenly over those who came to the same end, rare ends first; in order."""
    found: list[Ints] = []
    kinds = sorted(np.unique(place), key=lambda kind: int((place == kind).sum()))
    for turn, kind in enumerate(kinds):
        mine = np.flatnonzero(place == kind)
        room = (most - sum(map(len, found))) // (len(kinds) - turn)
        found.append(mine[np.unique(np.linspace(0, len(mine) - 1, room).round().astype(int))])
    return np.sort(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def peaks(joined_s: Floats, done_s: Floats, end_s: float) -> pd.DataFrame:
    """The most loads in flight in each window of a run."""
    edges_s = np.linspace(0, end_s, WINDOWS + 1)
    instants_s = np.concatenate([done_s, joined_s])
    steps = np.repeat([-1, 1], [len(done_s), len(joined_s)])
    order = np.argsort(instants_s, kind="stable")
    instants_s, level = instants_s[order], np.cumsum(steps[order])
    before = np.searchsorted(instants_s, edges_s[:-1], "left")
    high = np.concatenate([[0], level])[before]
    windows = np.searchsorted(edges_s, instants_s, "right") - 1
    inside = (windows >= 0) & (windows < WINDOWS)
    np.maximum.at(high, windows[inside], level[inside])
    return pd.DataFrame({"start_s": edges_s[:-1], "end_s": edges_s[1:], "in_flight": high})


def mean_of(values: Floats) -> Mean:
    """The mean of values that are independent of each other."""
    if len(values) == 0:
        return Mean(0, None, None)
    scatter = float(np.std(values, ddof=1) / sqrt(len(values))) if len(values) > 1 else None
    return Mean(len(values), float(values.mean()), scatter)
