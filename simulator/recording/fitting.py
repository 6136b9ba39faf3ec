"""A scenario fitted to its trace: rate, duration and warm-up of one pass through it."""

from simulator.clock import NANOSECONDS
from simulator.scenario import Scenario
from simulator.traces.errors import TraceError
from simulator.workload.requests import KeySpace, instants
from strategies.parameters import NO_LIMIT_S

LEAST_S = 0.001
LEAST_RPS, MOST_RPS = 0.001, 1_000_000.0


def fitted(scenario: Scenario) -> Scenario:
    """The scenario for one pass: it ends with the trace, and every request counts.

    With recorded instants the request rate becomes the trace's own. Raises TraceError.
    """
    workload = scenario.workload
    assert workload.trace is not None
    once = workload.model_copy(
        update={"trace": workload.trace.model_copy(update={"repeat": False})}
    )
    space = KeySpace(once, scenario.seed)
    assert space.replay is not None
    requests = space.replay.requests
    if requests == 0:
        raise TraceError(f"{workload.trace.path} has no reads; choose other operations")
    last_ns = (
        space.replay.end_ns if workload.trace.time == "trace" else last_arrival(scenario, requests)
    )
    duration_s = max(LEAST_S, (last_ns + 1) / NANOSECONDS)
    if duration_s > NO_LIMIT_S:
        raise TraceError(
            f"a replay may last {NO_LIMIT_S:,.0f} s at most, this one takes {duration_s:,.0f} s; "
            "raise the speed, or the request rate if instants are drawn"
        )
    changes = {"duration_s": duration_s, "warmup_s": 0.0}
    if workload.trace.time == "trace":
        changes["rate_rps"] = min(MOST_RPS, max(LEAST_RPS, requests / duration_s))
    return scenario.model_copy(update={"workload": once.model_copy(update=changes)})


def last_arrival(scenario: Scenario, requests: int) -> int:
    """When the last of so many requests arrives under the law of arrival."""
    for at_ns in instants(scenario):
        if requests <= len(at_ns):
            return int(at_ns[requests - 1])
        requests -= len(at_ns)
    raise AssertionError("a law of arrival never ends")
