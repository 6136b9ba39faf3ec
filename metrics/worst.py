"""The worst requests of a run: of each window the slowest, the stalest read, the first failure."""

from typing import Any, Self

import numpy as np
import pandas as pd

from simulator.log import Log, Requests, rows_of
from simulator.outcome import FAILURES, OUTCOMES

WINDOWS = 100
"""So many of each sort at most: more are not looked at one by one."""
MOST_WRITES = 1_000_000
"""The latest writes, of which a lost one is found again by its key and version."""
COLUMNS = ["why", "row", "at_s", "key", "write", "node", "outcome", "latency_s", "age_s", "behind"]
SLOW, STALE, FAILED, LOST = "slow", "stale", "failed", "lost"


class Worst:
    """Keeps one request a window and sort; a row's number is its place in the request table."""

    def __init__(self, start_s: float, end_s: float) -> None:
        """Requests that arrive from the one instant to the other count."""
        self.start_s, self.width_s = start_s, (end_s - start_s) / WINDOWS
        self.seen = 0
        self.found: dict[tuple[str, int], tuple[Any, ...]] = {}
        self.writes: list[tuple[Any, ...]] = []

    def requests(self, chunk: Requests) -> None:
        """Look at a chunk of the table."""
        first, self.seen = self.seen, self.seen + len(chunk.at_s)
        counted = chunk.at_s >= self.start_s
        windows = np.minimum(((chunk.at_s - self.start_s) / self.width_s).astype(int), WINDOWS - 1)
        self.keep(SLOW, chunk, first, windows, np.where(counted, chunk.latency_s, 0))
        self.keep(STALE, chunk, first, windows, np.where(counted, chunk.age_s, 0))
        failed = np.isin(chunk.outcome, FAILURES) & counted
        self.keep(FAILED, chunk, first, windows, failed.astype(float))
        self.note_writes(chunk, first)

    def keep(self, why: str, chunk: Requests, first: int, windows: Any, badness: Any) -> None:
        """Of each window the worst so far; the earliest of those that are as bad."""
        bad = np.flatnonzero(badness > 0)
        ordered = bad[np.lexsort((bad, -badness[bad], windows[bad]))]
        _, heads = np.unique(windows[ordered], return_index=True)
        for place in ordered[heads].tolist():
            key, own = (why, int(windows[place])), (float(badness[place]),)
            if key not in self.found or own > self.found[key][:1]:
                self.found[key] = (*own, why, first + place, *described(chunk, place))

    def note_writes(self, chunk: Requests, first: int) -> None:
        """Remember who wrote what, as far back as there is room."""
        which = np.flatnonzero(chunk.write)
        self.writes.append((first + which, rows_of(chunk, which)))
        while len(self.writes) > 1 and sum(len(each[0]) for each in self.writes) > MOST_WRITES:
            self.writes.pop(0)

    def merge(self, other: Self) -> None:
        """Add what another part of the same run brought; its rows come after these."""
        for key, (badness, why, row, *rest) in other.found.items():
            if key not in self.found or badness > self.found[key][0]:
                self.found[key] = (badness, why, row + self.seen, *rest)
        self.writes += [(rows + self.seen, table) for rows, table in other.writes]
        self.seen += other.seen

    def table(self, log: Log) -> pd.DataFrame:
        """All of them, worst first within each sort; lost writes are the log's."""
        ordered = sorted(self.found.values(), key=lambda each: (-each[0], each[2]))
        rows = [each[1:] for each in ordered]
        return pd.DataFrame([*rows, *self.lost(log)], columns=COLUMNS)

    def lost(self, log: Log) -> list[tuple[Any, ...]]:
        """The requests of the first lost writes."""
        gone = {(each.key, each.version) for each in log.books.lost[:WINDOWS]}
        return [
            (LOST, int(rows[place]), *described(table, place))
            for rows, table in (self.writes if gone else ())
            for place in np.flatnonzero(np.isin(table.key, [key for key, _ in gone])).tolist()
            if (int(table.key[place]), int(table.version[place])) in gone
        ]


def described(chunk: Requests, place: int) -> tuple[Any, ...]:
    """A request in plain values."""
    return (
        float(chunk.at_s[place]),
        int(chunk.key[place]),
        bool(chunk.write[place]),
        int(chunk.node[place]),
        OUTCOMES[chunk.outcome[place]],
        float(chunk.latency_s[place]),
        float(chunk.age_s[place]),
        int(chunk.behind[place]),
    )
