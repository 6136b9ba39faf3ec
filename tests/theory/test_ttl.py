"""Closed forms of TTL caches against tables worked out elsewhere."""

from math import inf

import pytest

from theory import ttl

LOADS: dict[
    tuple[float, float, float], tuple[float, ...]
] = {  # read rate, TTL, load time: 1.3 hit, hit + delayed, 1.4 restart, absent, 1.5, loads/s
    (1, 10, 0.1): (0.90090, 0.90991, 0.90094, 0.90090, 0.90136, 0.0901, 0.0991, 0.0986),
    (1, 10, 1): (0.83333, 0.91667, 0.83829, 0.83333, 0.86051, 0.0833, 0.1617, 0.1395),
    (10, 10, 0.1): (0.98039, 0.99020, 0.98046, 0.98039, 0.98321, 0.0980, 0.1954, 0.1679),
    (40, 1, 0.3): (0.75472, 0.98113, 0.79688, 0.75472, 0.92892, 0.7547, 8.1250, 2.8432),
    (100, 10, 0.5): (0.95147, 0.99905, 0.95364, 0.95147, 0.99189, 0.0951, 4.6364, 0.8106),
    (1000, 60, 0.05): (0.99915, 0.99998, 0.99915, 0.99915, 0.99985, 0.0167, 0.8486, 0.1532),
}
EVERY_LOAD = pytest.mark.parametrize("world", LOADS)


def near(value: float, digits: int = 5) -> object:
    """A table's number, right to the digits printed."""
    return pytest.approx(value, abs=0.51 * 10**-digits)


@pytest.mark.parametrize(
    ("reads", "fixed", "sliding"),
    [
        (0.1, 0.0909, 0.0952),
        (0.5, 0.3333, 0.3935),
        (1, 0.5, 0.6321),
        (2, 0.6667, 0.8647),
        (9, 0.9, 0.9999),
        (99, 0.99, 1.0),
    ],
)
def test_hit_ratio_depends_on_reads_per_ttl(reads: float, fixed: float, sliding: float) -> None:
    """With x reads a TTL the hit ratio is x/(1+x), and 1-e^-x if hits restart the TTL."""
    assert ttl.hit_ratio(reads / 7, 7) == near(fixed, 4)
    assert ttl.hit_ratio_sliding(reads / 7, 7) == near(sliding, 4)


def test_without_expiry_every_read_hits() -> None:
    """An infinite TTL has hit ratio 1 and no loads; a TTL of 0 the opposite."""
    assert ttl.hit_ratio(5, inf) == 1
    assert ttl.loads_rps(5, inf) == 0
    assert ttl.hit_ratio(5, 0) == 0
    assert ttl.loads_rps(5, 0) == 5


def test_bursts_are_good_for_a_ttl_cache() -> None:
    """Nine in ten gaps at 10/s, the rest at 0.1/s, TTL 4 s: .9167 against .7859 for Poisson."""
    assert ttl.hit_ratio_bursty(10, 0.1, 0.9, 4) == near(0.9167, 4)
    mean_rps = 1 / (0.9 / 10 + 0.1 / 0.1)
    assert ttl.hit_ratio(mean_rps, 4) == near(0.7859, 4)


@EVERY_LOAD
def test_coalesced_shares(world: tuple[float, float, float]) -> None:
    """Hits, hits with delayed reads, and loads a second under single flight."""
    hit, answered, *_, loads_rps, _, _ = LOADS[world]
    shares = ttl.coalesced(*world)
    assert shares.hit == near(hit)
    assert shares.hit + shares.delayed == near(answered)
    assert shares.loads_rps == near(loads_rps, 4)
    assert shares.hit + shares.delayed + shares.miss == pytest.approx(1)


@EVERY_LOAD
def test_uncoalesced_shares_with_constant_loads(world: tuple[float, float, float]) -> None:
    """Late sets that restart the TTL raise the hit ratio; refused ones leave it."""
    _, _, restarted, refused, _, _, loads_rps, _ = LOADS[world]
    assert ttl.uncoalesced(*world).hit == near(restarted)
    assert ttl.uncoalesced(*world).loads_rps == near(loads_rps, 4)
    assert ttl.uncoalesced(*world, set_restarts=False).hit == near(refused)


@EVERY_LOAD
def test_uncoalesced_shares_with_exponential_loads(world: tuple[float, float, float]) -> None:
    """The first lucky load ends the miss: more hits and fewer loads than constant times."""
    *_, hit, _, _, loads_rps = LOADS[world]
    assert ttl.uncoalesced_exponential(*world).hit == near(hit)
    assert ttl.uncoalesced_exponential(*world).loads_rps == near(loads_rps, 4)


def test_latency_needs_the_second_moment_of_the_load_time() -> None:
    """5 reads/s, TTL 2 s, loads of 0.4 s: waiting costs .4 + 5 x E[D^2]/2 over 13 reads."""
    assert ttl.coalesced_latency_s(5, 2, 0.4, 0.16) == pytest.approx(0.8 / 13)
    assert ttl.coalesced_latency_s(5, 2, 0.4, 0.32) == pytest.approx(1.2 / 13)


def test_a_delayed_read_waits_half_a_constant_load_and_a_whole_exponential_one() -> None:
    """The inspection paradox: .2 s and .4 s for loads of .4 s."""
    assert ttl.delayed_wait_s(0.4, 0.16) == pytest.approx(0.2)
    assert ttl.delayed_wait_s(0.4, 0.32) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("world", "hit", "loads_rps", "live"),
    [
        ((1000, 0.80, 100, 10), 0.6317, 36.83, 368.3),
        ((1000, 0.99, 100, 10), 0.7104, 28.96, 289.6),
        ((1000, 0.99, 100, 60), 0.8908, 10.92, 655.0),
        ((10000, 0.99, 1000, 60), 0.8997, 100.30, 6017.7),
        ((10000, 0.60, 1000, 60), 0.8663, 133.71, 8022.7),
        ((200, 0.9, 100, 5), 0.7776, 22.24, 111.2),
    ],
)
def test_zipf_aggregates(
    world: tuple[int, float, float, float], hit: float, loads_rps: float, live: float
) -> None:
    """Hit ratio, loads a second and live keys over all keys."""
    assert ttl.zipf_hit_ratio(*world) == near(hit, 4)
    assert ttl.zipf_loads_rps(*world) == near(loads_rps, 2)
    assert ttl.zipf_live_keys(*world) == near(live, 1)


@pytest.mark.parametrize(
    ("jitter_s", "peak_rps"), [(0, 10000), (1, 1986), (5, 400), (10, 200), (30, 66.7)]
)
def test_jitter_lowers_the_first_wave(jitter_s: float, peak_rps: float) -> None:
    """2000 keys of 5 reads/s that expire together: the peak falls like 1/jitter."""
    assert ttl.first_wave_peak_rps(2000, 5, jitter_s) == pytest.approx(peak_rps, rel=5e-4)


def test_a_wave_without_jitter_brings_every_key_once() -> None:
    """Of 2000 keys of 5 reads/s, 2000 (1 - 1/e) load within the first 0.2 s."""
    assert ttl.first_wave_loads(2000, 5, 0.2) == pytest.approx(1264.2411)
