"""Protections stack: all pairs, in both orders, under every strategy, on all engines."""

from itertools import permutations
from typing import Any

import numpy as np
import pytest

from simulator import Scenario, parse, simulate
from simulator.clock import NANOSECONDS
from simulator.run import ENGINES
from simulator.workload.requests import Block
from strategies.shelf import PROTECTIONS, STRATEGIES, settings_of
from tests.contracts.laws import broken
from tests.contracts.logs import differences, features

PAIRS = [f"{outer} {inner}" for outer, inner in permutations(PROTECTIONS, 2)]
EVENTFUL: dict[str, dict[str, Any]] = {
    "bulkhead": {"max_loads": 1},
    "lease": {"lease_interval_s": 0.3, "wait_timeout_s": 0.2},
    "lock": {"lock_ttl_s": 0.15, "poll_s": 0.02, "wait_timeout_s": 0.2, "crash_probability": 0.1},
    "stale-if-error": {"soft_timeout_s": 0.05, "throttle_s": 0.1},
    "stale-while-revalidate": {"window_s": 0.3, "refresh_before_s": 0.1},
}
"""Parameters with which something happens within seconds."""


def world(strategy: str, pair: str) -> Scenario:
    """A small world with a tight pool, where loads are slow, fail and overlap."""
    stack = [{"name": name, **EVENTFUL.get(name, {})} for name in pair.split()]
    has_ttl = "ttl_s" in settings_of(STRATEGIES[strategy]).model_fields
    rules = {"name": strategy} | ({"ttl_s": 0.4} if has_ttl else {})
    return parse(
        {
            "workload": {"keys": 2, "duration_s": 2, "warmup_s": 0, "prefill": 0.5},
            "client": {"nodes": 2},
            "cache": {"round_trip_s": 0.002, "service_s": 0.0001},
            "database": {"connections": 2, "read_s": 0.08, "queue_limit": 3},
            "strategy": rules,
            "protections": stack,
        }
    )


def crowd() -> list[Block]:
    """100 requests in 2 s on two keys and two nodes, some of them together, one in ten a write."""
    n = np.arange(100)
    at_ns = (n // 2) * (NANOSECONDS // 25)
    write, node = ((n % 10 == 7).astype(np.uint8), (n // 3 % 2).astype(np.uint8))
    return [Block(at_ns, n % 3 // 2, write, node, (n % 5).astype(np.int32))]


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_pair_keeps_the_laws_and_engines_agree(strategy: str, pair: str) -> None:
    """No law is broken, and not a number differs between the engines."""
    first, *others = (
        simulate(world(strategy, pair), engine=engine, requests=crowd()) for engine in ENGINES
    )
    assert broken(first) == []
    assert [differences(other, first) for other in others] == [[]] * len(others)


def test_the_pairs_are_eventful() -> None:
    """Among them readers load, wait, get old values, are early, are shed, and fail."""
    seen = set[str]()
    for pair in PAIRS:
        seen |= features(simulate(world("cache-aside", pair), requests=crowd()))
    served = {"fresh_hit", "early_hit", "stale_hit", "error_stale_hit", "coalesced_wait"}
    assert seen >= served | {"miss_load", "shed", "error", "redundant load", "refusal"}
