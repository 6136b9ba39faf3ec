"""A run that is over, as those see it who look for what happened and why."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.incidents import FEWEST_SPANS, Incident, Spans, before, incidents
from metrics.strikes import Strike, strikes
from metrics.timeline import Timeline
from simulator.log import Log

Floats = NDArray[np.float64]


@dataclass
class Seen:
    """The log without its chunks, the run over time, its faults and what came of them."""

    log: Log
    course: Timeline

    @cached_property
    def scenario(self) -> Any:
        """What was run."""
        return self.log.scenario

    @cached_property
    def table(self) -> pd.DataFrame:
        """The time line, with the faults at work in each window by name."""
        table = self.course.table()
        return table.assign(fault=faults_in(table, self.strikes))

    @cached_property
    def width_s(self) -> float:
        """The length of a window."""
        return float(self.course.edges_s[1])

    @cached_property
    def strikes(self) -> tuple[Strike, ...]:
        """The faults, in the order of time."""
        return strikes(self.scenario)

    @cached_property
    def baseline(self) -> tuple[int, int] | None:
        """The windows from the warm-up to the first fault, or to the end where there is none."""
        workload = self.scenario.workload
        first_s = self.strikes[0].start_s if self.strikes else workload.duration_s
        return before(self.course, workload.warmup_s, first_s)

    @cached_property
    def spans(self) -> Spans | None:
        """The measures of recovery; None where nothing is known of the time before the faults."""
        return Spans(self.course, self.baseline) if self.baseline else None

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """What came of the faults; empty where it cannot be judged."""
        if self.spans is None:
            return ()
        return incidents(self.strikes, self.spans, self.scenario.workload.duration_s)

    def column(self, name: str) -> Floats:
        """A column of the time line."""
        return self.table[name].to_numpy(dtype=np.float64)

    def usual(self, name: str) -> float:
        """A column's mean in the baseline; NaN where it has no value there."""
        first, last = self.baseline or (0, 0)
        values = self.column(name)[first:last]
        known = values[~np.isnan(values)]
        return float(known.mean()) if len(known) >= FEWEST_SPANS else float("nan")

    def places(self, start_s: float, end_s: float) -> slice:
        """The windows that lie in a part of the run, one at least."""
        first = min(int(start_s / self.width_s), len(self.table) - 1)
        return slice(first, max(first + 1, int(np.ceil(end_s / self.width_s - 1e-9))))

    def at_s(self, window: int) -> float:
        """When a window begins."""
        return float(self.course.edges_s[window])


def faults_in(table: pd.DataFrame, found: tuple[Strike, ...]) -> list[str]:
    """The names of the faults at work in each window, with a plus between."""
    names: list[list[str]] = [[] for _ in range(len(table))]
    for strike in found:
        struck = (table["start_s"] <= max(strike.end_s, strike.start_s + 1e-9)) & (
            table["end_s"] > strike.start_s
        )
        for place in np.flatnonzero(struck.to_numpy()):
            names[place].append(strike.name)
    return [" + ".join(dict.fromkeys(each)) for each in names]
