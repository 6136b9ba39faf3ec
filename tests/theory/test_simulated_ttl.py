"""The simulator against the closed forms of TTL caches, on every engine."""

import pytest

from simulator import simulate
from tests.worlds import (
    EVERY_ENGINE,
    SINGLE_FLIGHT,
    Estimate,
    batch_means,
    hit_ratio,
    ideal,
    loads_rps,
    reads,
    share_of,
    size,
)
from theory import errors, refresh, ttl


@EVERY_ENGINE
@pytest.mark.parametrize(("rate_rps", "ttl_s"), [(0.1, 10), (1, 10), (10, 10)])
def test_hit_ratio_without_load_time(engine: str, rate_rps: float, ttl_s: float) -> None:
    """One key, no load time: reads per TTL decide."""
    n = size(engine)
    log = simulate(ideal(rate_rps=rate_rps, duration_s=n / rate_rps, ttl_s=ttl_s), engine=engine)
    error = errors.hit_ratio(rate_rps, ttl_s, n)
    assert Estimate(hit_ratio(log).mean, error).agrees(ttl.hit_ratio(rate_rps, ttl_s))


@EVERY_ENGINE
def test_jitter_leaves_the_hit_ratio(engine: str) -> None:
    """A symmetric jitter of 50 % changes nothing; one that only adds 50 % adds a quarter of TTL."""
    n = size(engine)
    for mode, mean_ttl_s in (("symmetric", 10), ("additive", 12.5)):
        jitter = {"name": "ttl-jitter", "spread": 0.5, "mode": mode}
        world = ideal(protections=[jitter], rate_rps=1, duration_s=n, ttl_s=10)
        found = hit_ratio(simulate(world, engine=engine))
        assert found.agrees(ttl.hit_ratio(1, mean_ttl_s))


@EVERY_ENGINE
@pytest.mark.parametrize(("rate_rps", "ttl_s", "load_s"), [(10, 10, 0.1), (2, 3, 0.5)])
def test_unprotected_constant_loads(
    engine: str, rate_rps: float, ttl_s: float, load_s: float
) -> None:
    """Every read during a load loads too, and each late set restarts the TTL."""
    duration_s = size(engine) / rate_rps
    world = ideal(rate_rps=rate_rps, duration_s=duration_s, ttl_s=ttl_s, read_s=load_s)
    log = simulate(world, engine=engine)
    expected = ttl.uncoalesced(rate_rps, ttl_s, load_s)
    assert hit_ratio(log).agrees(expected.hit)
    assert loads_rps(log).agrees(expected.loads_rps)


@EVERY_ENGINE
@pytest.mark.parametrize(("rate_rps", "ttl_s", "load_s"), [(10, 10, 0.1), (40, 3, 0.3)])
def test_unprotected_exponential_loads(
    engine: str, rate_rps: float, ttl_s: float, load_s: float
) -> None:
    """The first lucky load ends the miss."""
    world = ideal(
        rate_rps=rate_rps,
        duration_s=size(engine) / rate_rps,
        ttl_s=ttl_s,
        read_s=load_s,
        service="exponential",
    )
    log = simulate(world, engine=engine)
    expected = ttl.uncoalesced_exponential(rate_rps, ttl_s, load_s)
    assert hit_ratio(log).agrees(expected.hit)
    assert loads_rps(log).agrees(expected.loads_rps)


@EVERY_ENGINE
@pytest.mark.parametrize(("service", "moments"), [("constant", 1), ("exponential", 2)])
def test_coalesced_loads(engine: str, service: str, moments: int) -> None:
    """Single flight: shares depend on the mean load time, latency on its second moment."""
    world = ideal(
        protections=SINGLE_FLIGHT,
        rate_rps=5,
        duration_s=size(engine) / 5,
        ttl_s=2,
        read_s=0.4,
        service=service,
    )
    log = simulate(world, engine=engine)
    expected = ttl.coalesced(5, 2, 0.4)
    second_moment_s2 = moments * 0.4**2
    assert hit_ratio(log).agrees(expected.hit)
    assert share_of("coalesced_wait", log).agrees(expected.delayed)
    assert share_of("miss_load", log).agrees(expected.miss)
    assert loads_rps(log).agrees(expected.loads_rps)
    latency_s = ttl.coalesced_latency_s(5, 2, 0.4, second_moment_s2)
    assert batch_means(reads(log).latency_s).agrees(latency_s)


@EVERY_ENGINE
def test_zipf_aggregate(engine: str) -> None:
    """200 keys, exponent 0.9, 100 reads/s, TTL 5 s: .7776."""
    n = size(engine)
    warmup_s = 20
    world = ideal(
        rate_rps=100,
        duration_s=warmup_s + n / 100,
        warmup_s=warmup_s,
        ttl_s=5,
        keys=200,
        popularity={"law": "zipf", "exponent": 0.9},
    )
    found = hit_ratio(simulate(world, engine=engine))
    error = errors.zipf_hit_ratio(200, 0.9, 100, 5, n)
    assert Estimate(found.mean, error).agrees(ttl.zipf_hit_ratio(200, 0.9, 100, 5))


@EVERY_ENGINE
@pytest.mark.parametrize(("window", "load_s"), [(0.5, 0), (0.25, 1), (0.1, 2)])
def test_refresh_ahead(engine: str, window: float, load_s: float) -> None:
    """A window that is longer than the load removes most of the waiting; a shorter one cannot."""
    world = ideal(
        "read-ahead",
        SINGLE_FLIGHT,
        rate_rps=0.5,
        duration_s=size(engine) / 0.5,
        ttl_s=10,
        read_s=load_s,
        refresh_window=window,
    )
    log = simulate(world, engine=engine)
    expected = refresh.refresh_ahead(0.5, 10, window, load_s)
    assert hit_ratio(log).agrees(expected.hit)
    assert loads_rps(log).agrees(expected.loads_rps)
