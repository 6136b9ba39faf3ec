"""The closed form beside a trial: which one applies, what it says, how far the run is from it."""

from collections.abc import Callable
from math import exp
from typing import Any, NamedTuple

from metrics.expiries import Mean
from metrics.words import number
from simulator import Scenario
from simulator.workload.closed import Closed
from simulator.workload.popularity import Hotspot, Sequential, Uniform
from theory import stampede
from ui.closeup import hottest
from ui.fields import tag_value

NEUTRAL = ("ttl-jitter",)
"""Protections that change nothing for a single key."""
FEWEST = 5
"""Of fewer expiries than this the scatter says too little."""
AGREES = 4.5
"""Standard errors within which chance alone explains a deviation."""


class Forecast(NamedTuple):
    """What a closed form says about the loads of one expiry, and how it is called."""

    loads: float
    law: str


def forecast(scenario: Scenario) -> Forecast | None:
    """The closed form for one hot key under these protections; None where there is none.

    All of them take the pool as ready for the first load.
    """
    if tag_value(scenario.strategy) != "cache-aside":
        return None
    if scenario.workload.is_closed:
        return closed(scenario)
    read_rps = hot_read_rps(scenario)
    if read_rps is None:
        return None
    stack = [each for each in scenario.protections if tag_value(each) not in NEUTRAL]
    if not stack:
        return unprotected(scenario, read_rps)
    rule = ONE_GUARD.get(tag_value(stack[0])) if len(stack) == 1 else None
    constant = scenario.database.service == "constant"
    return rule(scenario, read_rps, stack[0]) if rule and constant else None


def hot_read_rps(scenario: Scenario) -> float | None:
    """Reads a second of the one hot key; None where there is no single one, or several copies."""
    workload, law = scenario.workload, scenario.workload.popularity
    drawn = workload.trace is None and not isinstance(law, Sequential)
    one_copy = min(scenario.client.key_formats, scenario.client.nodes) == 1
    if not (drawn and one_copy) or hottest(scenario) != 1:
        return None
    share = 1.0
    if isinstance(law, Hotspot):
        share = law.hot_requests if workload.keys > 1 else 1.0
    elif not isinstance(law, Uniform):
        weights = law.weights(workload.keys)  # type: ignore[attr-defined]
        share = float(weights[0] / weights.sum())
    reads = workload.read_share * (1 - workload.missing_share) * (1 - workload.list_share)
    return workload.rate_rps * reads * share


def closed(scenario: Scenario) -> Forecast | None:
    """Users who think, all reading one key: who is not waiting already may join a stampede."""
    workload, law = scenario.workload, scenario.workload.arrivals
    assert isinstance(law, Closed)
    one_key = workload.keys == 1 and workload.read_share == 1 and workload.missing_share == 0
    if not one_key or scenario.protections or scenario.database.service != "constant":
        return None
    loads = stampede.loads_closed(law.users, law.think_s, scenario.database.read_s)
    return Forecast(loads, "1 + (N-1)(1 - e^(-D/Z))")


def unprotected(scenario: Scenario, read_rps: float) -> Forecast | None:
    """Everybody who misses loads."""
    database = scenario.database
    load_s, connections = database.read_s, database.connections
    if database.service == "constant":
        return Forecast(stampede.loads_constant(read_rps, load_s), "1 + λD")
    if database.service == "lognormal":
        loads = stampede.loads_lognormal(read_rps, load_s, database.service_cv)
        return Forecast(loads, "log-normal loads") if connections is None else None
    if connections is None:
        law = f"√(πλD/2) + 1/3 = {number(stampede.loads_exponential_rule(read_rps, load_s))}"
        return Forecast(stampede.loads_exponential(read_rps, load_s), law)
    loads = stampede.loads_finite_pool(read_rps, load_s, connections)
    return Forecast(loads, "exponential loads in a pool")


def single_flight(scenario: Scenario, read_rps: float, _own: Any) -> Forecast:
    """One load a node that sees a read before the first refill."""
    nodes = scenario.client.nodes
    loads = stampede.loads_single_flight(read_rps, scenario.database.read_s, nodes)
    return Forecast(loads, "1 + (M-1)(1 - e^(-λD/M))")


def lock(scenario: Scenario, read_rps: float, own: Any) -> Forecast | None:
    """One load, unless the lock runs out before it, as long as losers have the patience."""
    load_s, ttl_s = scenario.database.read_s, own.lock_ttl_s
    if own.losers != "wait" or own.crash_probability or own.wait_timeout_s < load_s:
        return None
    law = "one holder" if ttl_s >= load_s else "a lock shorter than the load"
    return Forecast(stampede.loads_short_lock(read_rps, load_s, ttl_s), law)


def xfetch(scenario: Scenario, read_rps: float, own: Any) -> Forecast | None:
    """The first volunteer and those who follow while he loads."""
    ttl_s: float | None = scenario.strategy.ttl_s  # type: ignore[attr-defined]
    if ttl_s is None or own.volunteers != "wait":
        return None
    loads = stampede.loads_xfetch(read_rps, scenario.database.read_s, ttl_s, own.beta)
    return Forecast(loads, f"tends to e^(1/β) = {number(exp(1 / own.beta))}")


ONE_GUARD: dict[str, Callable[[Scenario, float, Any], Forecast | None]] = {
    "single-flight": single_flight,
    "lock": lock,
    "xfetch": xfetch,
}
"""The closed form by protection, for constant load times."""


def deviation(measured: Mean, expected: float | None) -> str:
    """How far a measured mean is from the closed form, in words."""
    if expected is None or measured.mean is None:
        return ""
    off = measured.mean - expected
    if not measured.error:
        exact = abs(off) <= 1e-9 + 1e-3 * expected
        return "agrees, no scatter" if exact else f"{number(off)} loads off, no scatter to judge by"
    if measured.expiries < FEWEST:
        factor = f"{number(measured.mean / expected)} times"
        return f"{factor}; {measured.expiries} expiries are too few to judge"
    errors = off / measured.error
    word = "agrees" if abs(errors) <= AGREES else "differs"
    return f"{word}, {errors:+.1f} standard errors"
