"""A run's report with what the truth says of its reads: curves, groups of keys, stale hits."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from metrics import Fold, Report
from metrics.batches import Share, StaleHits
from metrics.report import after
from metrics.survival import Ages, Deciles
from simulator.log import Chunk, Log, Requests


@dataclass(frozen=True)
class TruthReport(Report):
    """A report with the survival of ages, staleness by popularity, and the share of stale hits."""

    survival: pd.DataFrame
    deciles: pd.DataFrame
    stale_hits: Share


class TruthFold(Fold):
    """Takes a run's chunks for the report and for the truth about its reads."""

    def __init__(self, scenario: Any) -> None:
        """Count from the end of the warm-up."""
        super().__init__(scenario)
        self.ages, self.deciles, self.hits = Ages(), Deciles(), StaleHits(self.span)

    def take(self, chunk: Chunk) -> None:
        """Count a chunk."""
        super().take(chunk)
        if isinstance(chunk, Requests):
            counted = after(chunk, self.span.start_s)
            for each in (self.ages, self.deciles, self.hits):
                each.requests(counted)

    def report(self, log: Log) -> TruthReport:
        """Figures, time line and the truth."""
        found = super().report(log)
        return TruthReport(
            **vars(found),
            survival=self.ages.table(),
            deciles=self.deciles.table(),
            stale_hits=self.hits.share(),
        )
