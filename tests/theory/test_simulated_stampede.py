"""The simulator against the closed forms of stampedes, on every engine."""

from typing import Any

import pytest

from simulator import simulate
from simulator.outcome import CODE
from tests.worlds import (
    EVERY_ENGINE,
    SINGLE_FLIGHT,
    Estimate,
    batch_means,
    hit_ratio,
    ideal,
    independent,
    loads_rps,
    reads,
    size,
    stampedes,
)
from theory import refresh, stampede


def loads_per_expiry(engine: str, protections: Any = (), **fields: Any) -> Estimate:
    """Mean size of a stampede on one key."""
    world = ideal(
        protections=protections,
        duration_s=size(engine, 20_000, 100_000) / fields["rate_rps"],
        **fields,
    )
    return independent(stampedes(simulate(world, engine=engine)))


@EVERY_ENGINE
@pytest.mark.parametrize(
    ("service", "loads"),
    [("constant", stampede.loads_constant), ("exponential", stampede.loads_exponential)],
)
def test_without_protection(engine: str, service: str, loads: Any) -> None:
    """20 reads/s, loads of 0.5 s: 11 loads an expiry if constant, 4.33 if exponential."""
    found = loads_per_expiry(engine, rate_rps=20, ttl_s=6, read_s=0.5, service=service)
    assert found.agrees(loads(20, 0.5))


@EVERY_ENGINE
def test_scattered_loads(engine: str) -> None:
    """Log-normal load times of variation 0.5 lie between: 7.75."""
    found = loads_per_expiry(
        engine, rate_rps=20, ttl_s=6, read_s=0.5, service="lognormal", service_cv=0.5
    )
    assert found.agrees(stampede.loads_lognormal(20, 0.5, 0.5))


@EVERY_ENGINE
def test_a_small_pool(engine: str) -> None:
    """Two connections and loads of 0.4 s at 10 reads/s: the queue makes it worse."""
    found = loads_per_expiry(
        engine, rate_rps=10, ttl_s=10, read_s=0.4, service="exponential", connections=2
    )
    assert found.agrees(stampede.loads_finite_pool(10, 0.4, 2))


@EVERY_ENGINE
def test_single_flight_in_each_of_eight_nodes(engine: str) -> None:
    """20 reads during a load, spread over 8 processes: 7.43 loads instead of 21."""
    found = loads_per_expiry(engine, SINGLE_FLIGHT, rate_rps=40, ttl_s=4, read_s=0.5, nodes=8)
    assert found.agrees(stampede.loads_single_flight(40, 0.5, 8))


@EVERY_ENGINE
@pytest.mark.parametrize("lease_s", [0.5, 0.8, 2.5, 2.9, 3.5])
def test_a_lock_shorter_than_the_load(engine: str, lease_s: float) -> None:
    """5 reads/s, loads of 3 s: 4.82 loads an expiry with a lock of 0.5 s, one from 3 s on."""
    lock = {"name": "lock", "lock_ttl_s": lease_s, "poll_s": 0.5, "wait_timeout_s": 60}
    found = loads_per_expiry(engine, [lock], rate_rps=5, ttl_s=8, read_s=3)
    assert found.agrees(stampede.loads_short_lock(5, 3, lease_s))


@EVERY_ENGINE
def test_losers_of_a_lock_poll(engine: str) -> None:
    """Loads of 1 s, a look every 0.3 s: losers wait 0.66 s on average instead of 0.50 s."""
    lock = {"name": "lock", "poll_s": 0.3, "wait_timeout_s": 60}
    rate_rps = 20
    world = ideal(
        protections=[lock],
        rate_rps=rate_rps,
        duration_s=size(engine) / rate_rps,
        ttl_s=2,
        read_s=1,
    )
    table = reads(simulate(world, engine=engine))
    waited_s = table.latency_s[table.outcome == CODE["coalesced_wait"]]
    assert stampede.polling_wait_s(1, 0.3) == pytest.approx(0.66)
    assert batch_means(waited_s).agrees(stampede.polling_wait_s(1, 0.3))


@EVERY_ENGINE
@pytest.mark.parametrize("beta", [0.5, 1, 2, 4])
def test_xfetch(engine: str, beta: float) -> None:
    """On a hot key e^(1/beta) loads a refresh: 7.39, 2.72, 1.65, 1.28."""
    rate_rps, load_s, ttl_s = 20, 0.5, 20
    world = ideal(
        protections=[{"name": "xfetch", "beta": beta}],
        rate_rps=rate_rps,
        duration_s=size(engine, 40_000, 120_000) / rate_rps,
        ttl_s=ttl_s,
        read_s=load_s,
    )
    cold, *refreshes = stampedes(simulate(world, engine=engine))
    assert cold > 1
    assert independent(refreshes).agrees(stampede.loads_xfetch(rate_rps, load_s, ttl_s, beta))


@EVERY_ENGINE
def test_stale_while_revalidate(engine: str) -> None:
    """0.3 reads/s, TTL 5 s, window 10 s, loads of 0.4 s: 97.857 % of the reads do not wait."""
    swr = {"name": "stale-while-revalidate", "window_s": 10}
    world = ideal(
        protections=[swr, *SINGLE_FLIGHT],
        rate_rps=0.3,
        duration_s=size(engine) / 0.3,
        ttl_s=5,
        read_s=0.4,
    )
    log = simulate(world, engine=engine)
    expected = refresh.stale_while_revalidate(0.3, 5, 10, 0.4)
    assert hit_ratio(log).agrees(expected.hit)
    assert loads_rps(log).agrees(expected.loads_rps)


@EVERY_ENGINE
def test_a_renewal_before_the_expiry_is_refresh_ahead(engine: str) -> None:
    """2.5 s before the end of a TTL of 10 s: as read-ahead with a window of a quarter."""
    early = {"name": "stale-while-revalidate", "window_s": 0, "refresh_before_s": 2.5}
    world = ideal(
        protections=[early, *SINGLE_FLIGHT],
        rate_rps=0.5,
        duration_s=size(engine) / 0.5,
        ttl_s=10,
        read_s=1,
    )
    log = simulate(world, engine=engine)
    expected = refresh.refresh_ahead(0.5, 10, 0.25, 1)
    assert hit_ratio(log).agrees(expected.hit)
    assert loads_rps(log).agrees(expected.loads_rps)
