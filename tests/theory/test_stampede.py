"""Closed forms of stampedes against tables worked out elsewhere."""

import pytest

from theory import stampede


@pytest.mark.parametrize(
    ("reads", "narrow", "wide", "exponential", "rule"),
    [
        (1, 1.995, 1.91, 1.718, 1.587),
        (10, 10.65, 7.75, 4.33, 4.30),
        (100, 89.7, 46.4, 12.88, 12.87),
        (1000, 813, 318, 39.97, 39.97),
        (10000, 7545, 2336, 125.7, 125.7),
    ],
)
def test_loads_of_one_expiry(
    reads: float, narrow: float, wide: float, exponential: float, rule: float
) -> None:
    """Constant loads: one and the reads of a load; the more they scatter, the fewer."""
    world = (reads * 2, 0.5)
    assert stampede.loads_constant(*world) == 1 + reads
    assert stampede.loads_lognormal(*world, cv=0.1) == pytest.approx(narrow, rel=2e-3)
    assert stampede.loads_lognormal(*world, cv=0.5) == pytest.approx(wide, rel=2e-3)
    assert stampede.loads_exponential(*world) == pytest.approx(exponential, rel=2e-3)
    assert stampede.loads_exponential_rule(*world) == pytest.approx(rule, rel=2e-3)


def test_two_roads_to_the_same_number() -> None:
    """Kummer's function is the sum of the chances of one more load."""
    for reads in (0.01, 1, 7, 300):
        total = 1 + stampede.chance_of_more(reads).sum()
        assert stampede.loads_exponential(reads, 1) == pytest.approx(total)


def test_the_published_anchor() -> None:
    """10 reads/s and 3 s to recompute: 31 loads."""
    assert stampede.loads_constant(10, 3) == 31


@pytest.mark.parametrize(
    ("read_rps", "loads"),
    [(50, (21.0, 11.476, 7.34, 6.00, 5.96)), (500, (201, 101.5, 52.5, 25.3, 18.1))],
)
def test_a_small_pool_makes_a_stampede_worse(read_rps: float, loads: tuple[float, ...]) -> None:
    """Loads of 0.4 s through 1, 2, 4, 10 and 50 connections."""
    found = [stampede.loads_finite_pool(read_rps, 0.4, c) for c in (1, 2, 4, 10, 50)]
    assert found == pytest.approx(list(loads), rel=2e-3)


@pytest.mark.parametrize(
    ("nodes", "loads"), [(1, 1.0), (2, 2.0), (8, 7.43), (32, 15.4), (100, 18.9)]
)
def test_single_flight_protects_within_a_process(nodes: int, loads: float) -> None:
    """20 reads during a load, spread over processes."""
    assert stampede.loads_single_flight(20, 1, nodes) == pytest.approx(loads, abs=0.051)


def test_closed_clients_hide_a_stampede() -> None:
    """50 clients who think 0.5 s and loads of 0.3 s: 23.1, not the 31 of an open load."""
    assert stampede.loads_closed(50, 0.5, 0.3) == pytest.approx(23.1, abs=0.051)


@pytest.mark.parametrize(
    ("lease_s", "loads"), [(0.5, 4.82), (0.8, 3.57), (1.5, 2.0), (2.9, 1.39), (3, 1)]
)
def test_a_short_lease_lets_more_through(lease_s: float, loads: float) -> None:
    """5 reads/s and loads of 3 s under a lock whose lease is shorter."""
    assert stampede.loads_short_lock(5, 3, lease_s) == pytest.approx(loads, abs=5.1e-3)


def test_polling_rounds_a_wait_up() -> None:
    """Loads of 1 s, a look every 0.3 s: a mean wait of 0.66 s."""
    assert stampede.polling_wait_s(1, 0.3) == pytest.approx(0.66)


@pytest.mark.parametrize(
    ("read_rps", "beta", "loads"),
    [(1, 1, 1.745), (10, 1, 2.706), (100, 0.5, 7.388), (100, 2, 1.649), (10000, 1, 2.718)],
)
def test_early_refresh_by_chance_has_several_volunteers(
    read_rps: float, beta: float, loads: float
) -> None:
    """XFetch, loads of 1 s, TTL 60 s: e^(1/beta) loads a refresh for hot keys, not one."""
    assert stampede.loads_xfetch(read_rps, 1, 60, beta) == pytest.approx(loads, abs=2e-3)
