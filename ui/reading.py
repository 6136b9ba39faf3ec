"""Reading a trace in a worker process: a kind of run whose report is the trace's profile."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from metrics import Fold, Report
from simulator import Scenario
from simulator.profile.profile import Profile, profiled
from simulator.recording.replay import recording_of
from simulator.workload.declaration import Workload
from simulator.workload.trace_source import TraceSource

MOST = (100_000_000, 20_000_000)
"""Requests and different keys that a page takes: a small file may unpack to a very large one."""
HALF = 0.5
"""Reading the file is taken for one half of the work, profiling it for the other."""


@dataclass(frozen=True)
class Read(Report):
    """A report that has a profile instead of figures."""

    profile: Profile


class Reading(Fold):
    """Stands for the reading of a scenario's trace where others stand for a kind of run."""

    verb: ClassVar = "read"

    @staticmethod
    def work(scenario: Scenario, on_progress: Callable[[float], None]) -> Read:
        """Read and profile the trace; raises TraceError."""
        trace = scenario.workload.trace
        recording = recording_of(trace, lambda share: on_progress(share * HALF), MOST)
        profile = profiled(recording, lambda share: on_progress(HALF + share * (1 - HALF)))
        return Read(scenario, "reading", {}, pd.DataFrame(), profile)


def scenario_of(source: TraceSource) -> Scenario:
    """What the desk knows a reading by."""
    return Scenario(workload=Workload(trace=source))
