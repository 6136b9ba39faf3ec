"""The simulator against the closed forms of staleness, on every engine."""

from math import inf
from typing import Any

import pytest

from simulator import simulate
from simulator.log import Log
from tests.worlds import (
    EVERY_ENGINE,
    SINGLE_FLIGHT,
    batch_means,
    hit_ratio,
    hits,
    ideal,
    loads_rps,
    reads,
    size,
)
from theory import staleness


def run(engine: str, read_rps: float, write_rps: float, strategy: str, **fields: Any) -> Log:
    """One key that is read and written independently, single flight."""
    rate_rps = read_rps + write_rps
    world = ideal(
        strategy,
        SINGLE_FLIGHT,
        rate_rps=rate_rps,
        duration_s=size(engine, fast=50_000) / rate_rps,
        read_share=read_rps / rate_rps,
        **fields,
    )
    return simulate(world, engine=engine)


@EVERY_ENGINE
@pytest.mark.parametrize("snapshot_s", [0, 0.5])
def test_ttl_only(engine: str, snapshot_s: float) -> None:
    """10 reads/s, 1 write/s, TTL 3 s: stale share of hits, their age, versions behind."""
    log = run(
        engine,
        10,
        1,
        "cache-aside",
        invalidation="ttl-only",
        ttl_s=3,
        read_s=snapshot_s,
        snapshot="start",
    )
    found = hits(log)
    world = (1.0, 3.0, snapshot_s)
    assert batch_means(found.behind > 0).agrees(staleness.ttl_only_share(*world))
    assert batch_means(found.age_s).agrees(staleness.ttl_only_age_s(*world))
    assert batch_means(found.behind).agrees(staleness.ttl_only_versions_behind(*world))


@EVERY_ENGINE
def test_misses_are_current(engine: str) -> None:
    """Without load time only hits can be stale: a smaller share of all reads."""
    log = run(engine, 2, 0.5, "cache-aside", invalidation="ttl-only", ttl_s=3)
    expected = staleness.ttl_only_share_of_reads(2, 0.5, 3)
    assert batch_means(reads(log).behind > 0).agrees(expected)


@EVERY_ENGINE
@pytest.mark.parametrize(
    ("read_rps", "write_rps", "ttl_s", "load_s"),
    [(3, 0.4, 5, 0), (10, 1, None, 0), (10, 1, None, 0.05), (10, 1, 1, 0.5)],
)
def test_delete_on_write(
    engine: str, read_rps: float, write_rps: float, ttl_s: float | None, load_s: float
) -> None:
    """Hit ratio and loads, with and without TTL and load time."""
    log = run(engine, read_rps, write_rps, "cache-aside", ttl_s=ttl_s, read_s=load_s)
    life_s = inf if ttl_s is None else ttl_s
    expected = staleness.delete_on_write(read_rps, write_rps, life_s, load_s)
    assert hit_ratio(log).agrees(expected.hit)
    assert loads_rps(log).agrees(expected.loads_rps)
    assert not (reads(log).behind > 0).any()


@EVERY_ENGINE
@pytest.mark.parametrize("strategy", ["write-through", "write-behind"])
def test_update_on_write(engine: str, strategy: str) -> None:
    """Writes that put the value in and restart its TTL: .9168 for 1.5 reads/s, 0.4 writes/s."""
    log = run(engine, 1.5, 0.4, strategy, ttl_s=3)
    assert hit_ratio(log).agrees(staleness.update_on_write(1.5, 0.4, 3))
