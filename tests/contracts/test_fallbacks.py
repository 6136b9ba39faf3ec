"""Fallbacks go with every strategy, in outages of both kinds, on all engines."""

from typing import Any

import pytest

from simulator import Scenario, parse, simulate
from simulator.run import ENGINES
from strategies.shelf import FALLBACKS, STRATEGIES, settings_of
from tests.contracts.laws import broken
from tests.contracts.logs import differences, features
from tests.contracts.test_pairs import crowd

RECOVERIES: dict[str, dict[str, Any]] = {
    "bare": {},
    "breaker": {"breaker_failures": 2, "breaker_open_s": 0.2},
    "flush": {"flush_on_recover": True},
    "all": {
        "breaker_failures": 1,
        "breaker_open_s": 0.1,
        "flush_on_recover": True,
        "warm_rps": 20,
        "warm_keys": 2,
    },
}
EVENTFUL: dict[str, dict[str, Any]] = {
    "fail-open-limited": {"max_loads": 1},
    "local-copy": {"local_ttl_s": 0.2, "local_entries": 1},
    "stale-local-copy": {"local_ttl_s": 0.1},
}
OWN: dict[str, dict[str, Any]] = {
    "write-behind": {"dirty_eviction": "drop", "flush_interval_s": 0.5},
    "read-ahead": {"prefetch_keys": 1},
}
EVERY_FALLBACK = pytest.mark.parametrize("fallback", FALLBACKS)


def world(strategy: str, fallback: str, recovery: str, kind: str) -> Scenario:
    """A small world whose cache is away twice, with near copies where the cache comes back cold."""
    cold = kind == "hanging"
    has_ttl = "ttl_s" in settings_of(STRATEGIES[strategy]).model_fields
    rules = {"name": strategy, **OWN.get(strategy, {})} | ({"ttl_s": 0.5} if has_ttl else {})
    fault = {"name": "cache-outage", "kind": kind, "memory": "lost" if cold else "kept"}
    return parse(
        {
            "workload": {"keys": 2, "duration_s": 2, "warmup_s": 0, "prefill": 0.5},
            "client": {"nodes": 2, "local_ttl_s": 0.05 * cold},
            "cache": {"round_trip_s": 0.002, "service_s": 0.0001},
            "database": {"connections": 2, "read_s": 0.03},
            "strategy": rules,
            "protections": [{"name": "lease"}] if strategy == "cache-aside" else [],
            "faults": [{**fault, "at_s": at_s, "for_s": 0.3} for at_s in (0.4, 1.2)],
            "on_cache_error": {
                "name": fallback,
                **EVENTFUL.get(fallback, {}),
                **RECOVERIES[recovery],
            },
        }
    )


@EVERY_FALLBACK
@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("recovery", RECOVERIES)
@pytest.mark.parametrize("kind", ["refused", "hanging"])
def test_every_fallback_keeps_the_laws_and_engines_agree(
    strategy: str, fallback: str, recovery: str, kind: str
) -> None:
    """No law is broken, and not a number differs between the engines."""
    scenario = world(strategy, fallback, recovery, kind)
    first, *others = (simulate(scenario, engine=engine, requests=crowd()) for engine in ENGINES)
    assert broken(first) == []
    assert [differences(other, first) for other in others] == [[]] * len(others)


def test_the_outages_are_eventful() -> None:
    """Among them reads go past the cache, are shed, fail, and are served from copies."""
    seen = set[str]()
    for fallback in FALLBACKS:
        scenario = world("write-through", fallback, "all", "refused")
        seen |= features(simulate(scenario, requests=crowd()))
    assert seen >= {"bypass", "shed", "error", "stale_hit", "fresh_hit", "miss_load", "stale read"}
