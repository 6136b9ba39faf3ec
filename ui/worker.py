"""The other side of `ui.runs`: what a worker process does. It knows no page and no Streamlit."""

import multiprocessing
import os
import threading
from collections.abc import Callable, MutableSequence

from metrics import Fold, Report
from simulator import Scenario, simulate
from simulator.leavings import give_back
from simulator.recording.fitting import fitted
from simulator.recording.replay import recording_of
from simulator.scenario import Workload
from ui.reading import Reading

Flags = MutableSequence[int]
Shares = MutableSequence[float]
BRIEF = Scenario(workload=Workload(duration_s=1, warmup_s=0))
"""A run whose only purpose is that what every run needs has been loaded."""


class Stopped(Exception):
    """Nobody waits for this run any more."""


class Board:
    """The memory that a worker shares with the server: a stop flag and a share done by place."""

    stop: Flags
    done: Shares


def begin(stop: Flags, done: Shares) -> None:
    """Prepare a worker process: keep the shared memory, warm up, end when the server ends."""
    Board.stop, Board.done = stop, done
    threading.Thread(target=end_with_parent, daemon=True).start()
    simulated(BRIEF, Fold, lambda _: None)
    give_back()


def end_with_parent() -> None:
    """Wait for the server's end, whatever it dies of, and leave at once."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def work(place: int, scenario: Scenario, kind: type[Fold]) -> Report:
    """Simulate, or read a trace, in bounded memory; tell how far, and stop when told to."""

    def heartbeat(share: float) -> None:
        if Board.stop[place]:
            raise Stopped
        Board.done[place] = share

    heartbeat(0)
    try:
        return report_of(scenario, kind, heartbeat)
    finally:
        give_back()


def report_of(scenario: Scenario, kind: type[Fold], heartbeat: Callable[[float], None]) -> Report:
    """Read the trace if there is one, then simulate, each of which is half of the work."""
    if issubclass(kind, Reading):
        return kind.work(scenario, heartbeat)
    if not scenario.workload.plays_once:
        return simulated(scenario, kind, heartbeat)
    recording_of(scenario.workload.trace, lambda share: heartbeat(share / 2))
    return simulated(fitted(scenario), kind, lambda share: heartbeat((1 + share) / 2))


def simulated(scenario: Scenario, kind: type[Fold], heartbeat: Callable[[float], None]) -> Report:
    """Run a scenario and fold its log as it comes."""
    fold = kind(scenario)
    return fold.report(simulate(scenario, on_progress=heartbeat, keep=fold.take))
