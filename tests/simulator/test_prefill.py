"""A cache that is filled at the start."""

from typing import Any

import numpy as np
import pytest

from simulator import simulate
from simulator.log import Samples
from strategies.shelf import STRATEGIES
from tests.worlds import EVERY_ENGINE, ideal, loads, outcomes, play


@EVERY_ENGINE
@pytest.mark.parametrize("name", STRATEGIES)
def test_every_strategy_starts_with_what_it_would_keep(engine: str, name: str) -> None:
    """The most popular half of four keys; without a cache there is nothing to keep."""
    log = play(ideal(name, keys=4, prefill=0.5), engine, *((1, key, "read") for key in range(4)))
    hit = "miss_load" if name == "no-cache" else "fresh_hit"
    assert outcomes(log) == [hit, hit, "miss_load", "miss_load"]


@EVERY_ENGINE
def test_the_hottest_keys_get_the_room_there_is(engine: str) -> None:
    """Two places: keys 0 and 1, and the first to be evicted is the less popular one."""
    world = ideal(keys=4, prefill=1, capacity_entries=2, eviction="lru", read_s=0)
    log = play(world, engine, (1, 3, "read"), (2, 0, "read"), (3, 1, "read"))
    assert outcomes(log) == ["miss_load", "fresh_hit", "miss_load"]
    assert log.counters.evictions == 2
    assert log.table(Samples).entries[0] == 2


@EVERY_ENGINE
@pytest.mark.parametrize(("protections", "spread"), [((), False), (("ttl-jitter",), True)])
def test_entries_live_as_long_as_the_strategy_says(
    engine: str, protections: Any, spread: bool
) -> None:
    """All expire at the TTL, or about it under jitter: read in between, some are there still."""
    stack = [{"name": name, "spread": 0.5} for name in protections]
    world = ideal(keys=100, prefill=1, ttl_s=10, protections=stack)
    log = play(world, engine, *((at_s, key, "read") for at_s in (9.9, 10.1) for key in range(100)))
    early = np.isclose(loads(log).joined_s, 9.9)
    assert 30 < early.sum() < 70 if spread else not early.any()
    assert len(loads(log).joined_s) == 100 or spread


@EVERY_ENGINE
def test_a_trace_is_filled_by_frequency(engine: str) -> None:
    """A thousandth of a trace's keys, the most frequent ones, serve more than their share."""
    fields: dict[str, Any] = {
        "trace": {"path": "cache2k_web12"},
        "rate_rps": 5000,
        "duration_s": 1,
        "ttl_s": None,
    }
    cold, warm = (
        outcomes(simulate(ideal(prefill=share, **fields), engine=engine)) for share in (0, 0.01)
    )
    assert warm.count("miss_load") < cold.count("miss_load")
