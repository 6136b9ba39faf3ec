"""Many loads of one key at once."""

from collections.abc import Iterator, Mapping
from typing import Any, Self

import numpy as np

from metrics.causes.base import Cause, Finding, groups
from metrics.family import Number
from metrics.seen import Seen
from metrics.timeline import WINDOWS
from metrics.words import many
from simulator.log import Statements

LEAST = 10
"""From so many loads of a key at once on it is called a stampede."""
TOLD = 3
"""So many are told of, the largest ones."""


class Stampedes(Cause):
    """The largest ones, with their key."""

    place = 15

    def __init__(self, scenario: Any) -> None:
        """None yet: in each window the most loads of a key, which key, and when."""
        super().__init__(scenario)
        self.most = np.zeros(WINDOWS, dtype=np.int64)
        self.key = np.zeros(WINDOWS, dtype=np.int64)
        self.at_s = np.zeros(WINDOWS)

    def statements(self, chunk: Statements) -> None:
        """Note the most loads of a key in each window; refused ones are none."""
        many_at_once = (chunk.in_flight >= LEAST) & (chunk.refused == 0)
        rows = np.flatnonzero(many_at_once)
        places = chunk.joined_s[rows] * (WINDOWS / self.scenario.workload.duration_s)
        rows, windows = rows[places < WINDOWS], places[places < WINDOWS].astype(np.int64)
        order = np.lexsort((chunk.in_flight[rows], windows))
        rows, windows = rows[order], windows[order]
        tops = np.flatnonzero(np.append(np.diff(windows), 1)[: len(rows)])
        self.note(
            windows[tops],
            chunk.in_flight[rows[tops]],
            chunk.key[rows[tops]],
            chunk.joined_s[rows[tops]],
        )

    def note(self, windows: Any, most: Any, key: Any, at_s: Any) -> None:
        """Take over what is more than was seen before."""
        more = most > self.most[windows]
        for mine, theirs in ((self.most, most), (self.key, key), (self.at_s, at_s)):
            mine[windows[more]] = theirs[more]

    def merge(self, other: Self) -> None:
        """The larger one of each window."""
        self.note(np.arange(WINDOWS), other.most, other.key, other.at_s)

    def findings(self, seen: Seen, figures: Mapping[str, Number]) -> Iterator[Finding]:
        """The largest; how many others there were stands with the first."""
        found = groups(self.most > 0)
        tops = [first + int(self.most[first : last + 1].argmax()) for first, last in found]
        pairs = sorted(zip(tops, found, strict=True), key=lambda pair: -int(self.most[pair[0]]))
        for top, (first, _) in pairs[:TOLD]:
            left = f"; {many(len(pairs) - TOLD, 'smaller stampedes')} in this run besides"
            more = left if top == pairs[0][0] and len(pairs) > TOLD else ""
            what = f"{self.most[top]:,} loads of key {self.key[top]:,} were in flight at once"
            yield Finding(float(self.at_s[first]), f"Stampede: {what}{more}.")
