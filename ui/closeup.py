"""The close-up of a run: its report, and what each expiry of its hottest keys set off."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from metrics import Fold, Report
from metrics.expiries import CloseUp, Watch
from simulator import Scenario
from simulator.log import Chunk, Log
from simulator.workload.popularity import Hotspot, Uniform

ROUND_TRIPS = 4
"""So many round trips lie at most between a read and its load (a look, a lock), or between a load
and the last read that misses its value."""


@dataclass(frozen=True)
class CloseReport(Report):
    """A report with the expiries of the hottest keys."""

    close_up: CloseUp

    def course(self) -> pd.DataFrame:
        """The time line with the loads in flight."""
        return self.timeline.assign(in_flight=self.close_up.in_flight["in_flight"])


class CloseFold(Fold):
    """Takes a run's chunks for the report and for the close-up."""

    def __init__(self, scenario: Any) -> None:
        """Watch the hottest keys."""
        super().__init__(scenario)
        slack_s = ROUND_TRIPS * scenario.cache.round_trip_s
        self.watch = Watch(hottest(scenario), slack_s)

    def take(self, chunk: Chunk) -> None:
        """Count a chunk."""
        super().take(chunk)
        self.watch.take(chunk)

    def report(self, log: Log) -> CloseReport:
        """Figures, time line and expiries."""
        found = super().report(log)
        close_up = self.watch.close_up(*self.span)
        return CloseReport(**vars(found), close_up=close_up)


def hottest(scenario: Scenario) -> int:
    """How many keys, counted from the first, are the hottest: one, or all that are as hot."""
    workload, law = scenario.workload, scenario.workload.popularity
    if workload.trace is None and isinstance(law, Uniform):
        return workload.keys
    if workload.trace is None and isinstance(law, Hotspot):
        return min(max(1, round(law.hot_keys * workload.keys)), workload.keys)
    return 1
