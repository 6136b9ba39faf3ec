"""Looks through the microscope in a worker process, remembered for all visitors."""

from collections import OrderedDict
from concurrent.futures import CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from threading import Lock

import streamlit as st

from simulator import Scenario
from simulator.microscope import Trace, look
from ui.desk import RunError, desk

REMEMBERED = 50
MOST_REQUESTS = 400_000
"""So many requests before the one looked at are run again; about ten seconds."""
STEP_S = 0.05

Key = tuple[str, int, float]
traces: OrderedDict[Key, Trace] = OrderedDict()
lock = Lock()


def seen(scenario: Scenario, row: int, at_s: float, until_s: float) -> Trace:
    """What was seen of a row between two instants; raises RunError with a sentence."""
    key = (scenario.hash(), row, at_s)
    with lock:
        if key in traces:
            return traces[key]
    before = scenario.workload.rate_rps * min(until_s, scenario.workload.duration_s)
    if before > MOST_REQUESTS:
        raise RunError(
            f"The microscope runs everything before a request again, at most {MOST_REQUESTS:,} "
            f"requests, got {before:,.0f}; choose an earlier one or "
            "a lower rate"
        )
    trace = awaited(desk().pool.submit(look, scenario, row=row, from_s=at_s, until_s=until_s))
    with lock:
        traces[key] = trace
        while len(traces) > REMEMBERED:
            traces.popitem(last=False)
    return trace


def awaited(future: Future[Trace]) -> Trace:
    """The answer, while a newer page run can take over at any moment."""
    try:
        while not future.done():
            st.session_state.get("looking")
            wait([future], STEP_S)
        return future.result(timeout=0)
    except (BrokenProcessPool, CancelledError):
        raise RunError("The process that looked has died; choose the request again.") from None
    finally:
        future.cancel()
