"""Every fault under every strategy and protection, on all engines: laws hold, books balance."""

from typing import Any

import numpy as np
import pytest

from simulator import Scenario, parse, simulate
from simulator.clock import NANOSECONDS
from simulator.faults.shelf import FAULTS
from simulator.run import ENGINES
from simulator.workload.requests import Block
from strategies.shelf import PROTECTIONS, STRATEGIES, settings_of
from tests.contracts.laws import broken
from tests.contracts.logs import differences, features
from tests.contracts.test_pairs import EVENTFUL

KINDS: dict[str, tuple[dict[str, Any], ...]] = {
    "cache-outage": ({"kind": "refused"}, {"kind": "hanging", "memory": "lost"}),
    "database-outage": ({"kind": "refused"}, {"kind": "stalled"}),
    "flash-crowd": ({"rate_rps": 100},),
    "network-latency": ({"added_s": 0.1},),
    "diurnal-load": ({"period_s": 0.5},),
    "bursts": ({"burst_s": 0.2, "calm_s": 0.1},),
    "mass-purge": ({"share": 1}, {"share": 0.7}),
}
"""Settings with which something happens within seconds; others strike as they are by default."""
CASES = [(name, own) for name in FAULTS for own in KINDS.get(name, ({},))]
EVERY_FAULT = pytest.mark.parametrize(
    ("name", "own"), CASES, ids=[" ".join([name, *map(str, own.values())]) for name, own in CASES]
)
GUARDS = (None, *PROTECTIONS)


def world(strategy: str, guard: str | None, fault: dict[str, Any]) -> Scenario:
    """A small world with a tight pool; the fault strikes at 0.73 s and, if it lasts, for 0.6 s."""
    has_ttl = "ttl_s" in settings_of(STRATEGIES[strategy]).model_fields
    rules: dict[str, Any] = {"name": strategy} | ({"ttl_s": 1} if has_ttl else {})
    if strategy == "write-behind":
        rules |= {"flush_interval_s": 0.3}
    lasts: dict[str, Any] = {"for_s": 0.6} if "for_s" in FAULTS[fault["name"]].model_fields else {}
    stack = [{"name": guard, **EVENTFUL.get(guard, {})}] if guard else []
    return parse(
        {
            "workload": {"keys": 2, "rate_rps": 50, "duration_s": 2, "warmup_s": 0},
            "client": {"nodes": 2, "retries": 1, "backoff_s": 0.05},
            "cache": {"round_trip_s": 0.002, "service_s": 0.0001},
            "database": {"connections": 2, "read_s": 0.05, "write_s": 0.05, "queue_limit": 3},
            "strategy": rules,
            "protections": stack,
            "faults": [{"at_s": 0.73} | lasts | fault],
        }
    )


def crowd(scenario: Scenario) -> list[Block] | None:
    """Requests in pairs on two keys and nodes, a tenth writes; None where a fault sends more."""
    faults: Any = scenario.faults
    if any(fault.lasts and fault.extra_rps(1.0) for fault in faults):
        return None
    n = np.arange(100)
    at_ns = (n // 2) * (NANOSECONDS // 25)
    write, node = ((n % 10 == 7).astype(np.uint8), (n // 3 % 2).astype(np.uint8))
    return [Block(at_ns, n % 3 // 2, write, node, (n % 5).astype(np.int32))]


@EVERY_FAULT
@pytest.mark.parametrize("guard", GUARDS, ids=str)
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_fault_keeps_the_laws_and_engines_agree(
    strategy: str, guard: str | None, name: str, own: dict[str, Any]
) -> None:
    """No law is broken, the books balance, and not a number differs between the engines."""
    scenario = world(strategy, guard, {"name": name, **own})
    requests = crowd(scenario)
    first, *others = (simulate(scenario, engine=each, requests=requests) for each in ENGINES)
    assert broken(first) == []
    assert [differences(other, first) for other in others] == [[]] * len(others)


@EVERY_FAULT
def test_every_fault_is_felt(name: str, own: dict[str, Any]) -> None:
    """The run is another than without it, under the one strategy or the other."""
    felt = False
    for strategy in ("cache-aside", "write-behind"):
        scenario = world(strategy, None, {"name": name, **own})
        without = scenario.model_copy(update={"faults": ()})
        requests = crowd(scenario)
        felt |= differences(*(simulate(w, requests=requests) for w in (scenario, without))) != []
    assert felt


def test_the_outages_are_eventful() -> None:
    """Reads go past the cache, the database refuses, old entries come back."""
    seen = set[str]()
    for name, own in CASES:
        scenario = world("cache-aside", None, {"name": name, **own})
        seen |= features(simulate(scenario, requests=crowd(scenario)))
    assert seen >= {"bypass", "error", "refusal", "queueing", "stale read", "redundant load"}
