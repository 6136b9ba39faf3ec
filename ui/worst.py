"""The worst requests of a run, found by a fold of their own when somebody asks for them."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from metrics import Fold, Report
from metrics.worst import Worst
from simulator.log import Chunk, Log, Requests


@dataclass(frozen=True)
class WorstReport(Report):
    """A report that has the worst requests instead of figures."""

    worst: pd.DataFrame


class WorstFold(Fold):
    """Takes a run's requests and keeps the worst of each window."""

    def __init__(self, scenario: Any) -> None:
        """Look from the end of the warm-up on."""
        super().__init__(scenario)
        self.worst = Worst(self.span.start_s, self.span.end_s)

    def take(self, chunk: Chunk) -> None:
        """Look at a chunk."""
        if isinstance(chunk, Requests):
            self.worst.requests(chunk)

    def report(self, log: Log) -> WorstReport:
        """The worst requests."""
        return WorstReport(log.scenario, log.engine, {}, pd.DataFrame(), self.worst.table(log))
