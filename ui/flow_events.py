"""What the flow view is drawn from: requests and statements of a part of a run, in plain rows."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from metrics import Fold, Report
from simulator.log import Chunk, Log, Requests, Statements
from simulator.outcome import CODE, FAILURES, HITS

MOST = 2000
"""Events that are sent: nobody watches more."""
WINDOWS = 20
"""A run has so many parts to choose from."""
KINDS = ("hit", "stale", "miss", "wait", "failed", "write")
"""How a request is drawn; the place in this list is what the browser is told."""

Row = list[float]


@dataclass(frozen=True)
class FlowReport(Report):
    """A report that has the beginnings of a run's parts instead of figures.

    Of each part `requests` has rows (arrival, end, kind), `statements` rows (joined, started,
    done, write); times in seconds.
    """

    requests: tuple[tuple[Row, ...], ...]
    statements: tuple[tuple[Row, ...], ...]


class FlowFold(Fold):
    """Keeps the first requests of every part of a run, and the first statements done in it."""

    def __init__(self, scenario: Any) -> None:
        """Equal parts from the end of the warm-up to the last arrival."""
        super().__init__(scenario)
        self.edges_s = np.linspace(self.span.start_s, self.span.end_s, WINDOWS + 1)
        self.requests: list[list[Row]] = [[] for _ in range(WINDOWS)]
        self.statements: list[list[Row]] = [[] for _ in range(WINDOWS)]

    def take(self, chunk: Chunk) -> None:
        """Look at a chunk."""
        if isinstance(chunk, Requests):
            ends = chunk.at_s + chunk.latency_s
            self.sort(self.requests, chunk.at_s, (chunk.at_s, ends, kinds(chunk)))
        elif isinstance(chunk, Statements):
            columns = (chunk.joined_s, chunk.started_s, chunk.done_s, chunk.write)
            self.sort(self.statements, chunk.done_s, columns)

    def sort(self, parts: list[list[Row]], at_s: Any, columns: Any) -> None:
        """Put rows into their parts, as long as there is room."""
        windows = np.searchsorted(self.edges_s, at_s, side="right") - 1
        for window, part in enumerate(parts):
            places = np.flatnonzero(windows == window)[: MOST // 2 - len(part)]
            taken = (np.round(column[places], 6).tolist() for column in columns)
            part.extend(map(list, zip(*taken, strict=True)))

    def report(self, log: Log) -> FlowReport:
        """The parts."""
        requests = tuple(tuple(part) for part in self.requests)
        statements = tuple(tuple(sorted(part)) for part in self.statements)
        return FlowReport(log.scenario, log.engine, {}, pd.DataFrame(), requests, statements)


def kinds(chunk: Requests) -> Any:
    """How each request is drawn: by its outcome, stale by the truth."""
    found = np.full(len(chunk.at_s), KINDS.index("miss"))
    found[np.isin(chunk.outcome, HITS)] = KINDS.index("hit")
    found[chunk.outcome == CODE["coalesced_wait"]] = KINDS.index("wait")
    found[chunk.behind > 0] = KINDS.index("stale")
    found[chunk.write == 1] = KINDS.index("write")
    found[np.isin(chunk.outcome, FAILURES)] = KINDS.index("failed")
    return found
