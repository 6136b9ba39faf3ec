"""Closed forms of queues against tables worked out elsewhere."""

import pytest

from theory import queues

SERVICE_S = 0.01


def close(value: float, digits: float = 3) -> object:
    """A table's number, right to the significant digits printed."""
    return pytest.approx(value, rel=0.6 * 10**-digits)


@pytest.mark.parametrize(
    ("load", "exponential_ms", "p99_ms", "constant_ms", "wait_p99_ms", "spread_ms"),
    [
        (0.3, 4.29, 65.8, 2.14, 18.9, 10.7),
        (0.5, 10.0, 92.1, 5.00, 33.4, 25.0),
        (0.8, 40.0, 230.3, 20.0, 103.6, 100.0),
        (0.9, 90.0, 460.5, 45.0, 219.0, 225.0),
        (0.95, 190.0, 921.0, 95.0, 449.4, 475.0),
    ],
)
def test_one_server(
    *,
    load: float,
    exponential_ms: float,
    p99_ms: float,
    constant_ms: float,
    wait_p99_ms: float,
    spread_ms: float,
) -> None:
    """Mean waits for exponential, constant and wide service times of 10 ms, and two quantiles."""
    world = (load / SERVICE_S, SERVICE_S)
    assert 1000 * queues.one_server_wait_s(*world) == close(exponential_ms, 2)
    assert 1000 * queues.one_server_wait_s(*world, cv=0) == close(constant_ms, 2)
    assert 1000 * queues.one_server_wait_s(*world, cv=2) == close(spread_ms, 2)
    assert 1000 * queues.one_server_response_quantile_s(*world, 0.99) == close(p99_ms)
    assert 1000 * queues.constant_service_wait_quantile_s(*world, 0.99) == close(wait_p99_ms, 2)


def test_nobody_waits_for_an_idle_server() -> None:
    """Constant service at 30 %: 70 % do not wait at all, so the median wait is 0."""
    assert queues.constant_service_wait_within(30, SERVICE_S, 0) == pytest.approx(0.7)
    assert queues.constant_service_wait_quantile_s(30, SERVICE_S, 0.5) == 0


@pytest.mark.parametrize(
    ("servers", "offered", "blocked", "waits", "wait_ms", "wait_p99_ms", "p99_ms"),
    [
        (1, 0.8, 0.4444, 0.8, 40, 219.1, 230.3),
        (2, 1.6, 0.3299, 0.7111, 17.78, 106.6, 119.4),
        (4, 3.2, 0.2281, 0.5964, 7.455, 51.1, 68.9),
        (4, 3.4, 0.2497, 0.6893, 11.49, 70.6, 85.6),
        (10, 8, 0.1217, 0.4092, 2.046, 18.6, 49.5),
        (20, 16, 0.0644, 0.2561, 0.640, 8.11, 46.9),
        (50, 40, 0.0187, 0.0870, 0.087, 2.16, 46.2),
    ],
)
def test_a_pool(
    *,
    servers: int,
    offered: float,
    blocked: float,
    waits: float,
    wait_ms: float,
    wait_p99_ms: float,
    p99_ms: float,
) -> None:
    """Erlang B and C, mean wait, and the quantiles of wait and response."""
    world = (offered / SERVICE_S, SERVICE_S, servers)
    assert queues.erlang_b(offered, servers) == pytest.approx(blocked, abs=5.1e-5)
    assert queues.erlang_c(offered, servers) == pytest.approx(waits, abs=5.1e-5)
    assert 1000 * queues.pool_wait_s(*world) == pytest.approx(wait_ms, rel=5e-3)
    assert 1000 * queues.pool_wait_quantile_s(*world, 0.99) == close(wait_p99_ms, 2)
    assert 1000 * queues.pool_response_quantile_s(*world, 0.99) == close(p99_ms, 2)


def test_ten_connections_at_eighty_percent() -> None:
    """Offered load 8 on 10 connections: .40918 wait."""
    assert queues.erlang_c(8, 10) == pytest.approx(0.4091801507964436)


def test_a_quantile_undoes_its_distribution() -> None:
    """The wait and response beyond their p90 have probability 0.1."""
    world = (320.0, SERVICE_S, 4)
    wait_s = queues.pool_wait_quantile_s(*world, 0.9)
    response_s = queues.pool_response_quantile_s(*world, 0.9)
    assert queues.pool_wait_exceeds(*world, wait_s) == pytest.approx(0.1)
    assert queues.pool_response_exceeds(*world, response_s) == pytest.approx(0.1)


def test_a_finite_pool_refuses() -> None:
    """5 connections and 4 places to wait at offered load 5: .1331; without places Erlang B."""
    assert queues.rejected_share(500, SERVICE_S, 5, 4) == pytest.approx(0.1331, abs=5.1e-5)
    assert queues.rejected_share(320, SERVICE_S, 4, 0) == pytest.approx(queues.erlang_b(3.2, 4))


def test_a_long_finite_queue_is_an_endless_one() -> None:
    """With 2000 places the mean wait is that of M/M/c."""
    endless_s = queues.pool_wait_s(320, SERVICE_S, 4)
    assert queues.finite_pool_wait_s(320, SERVICE_S, 4, 2000) == pytest.approx(endless_s)


@pytest.mark.parametrize(
    ("hit", "mean_ms", "p99_ms"),
    [(0.90, 3.889, 64.7), (0.95, 2.045, 34.6), (0.98, 1.401, 14.9), (0.99, 1.2, 1.0)],
)
def test_a_quantile_sees_the_database_only_below_the_hit_ratio(
    hit: float, mean_ms: float, p99_ms: float
) -> None:
    """1000 reads/s, hits 1 ms, misses to 3 connections of 20 ms."""
    miss_s = queues.pool_wait_s(1000 * (1 - hit), 0.02, 3) + 0.02
    assert 1000 * queues.mixed_latency_s(hit, 0.001, miss_s) == pytest.approx(mean_ms, abs=6e-4)
    found = queues.mixed_latency_quantile_s(
        1000, hit, cache_s=0.001, service_s=0.02, connections=3, share=0.99
    )
    assert 1000 * found == pytest.approx(p99_ms, abs=0.051)


def test_a_page_of_a_hundred_reads_rarely_comes_from_the_cache() -> None:
    """0.99^100 = .3660."""
    assert queues.page_from_cache(0.99, 100) == pytest.approx(0.3660, abs=5.1e-5)


@pytest.mark.parametrize(
    ("clients", "throughput_rps"), [(1, 0.909), (5, 4.3605), (11, 8.368), (20, 9.9813095), (50, 10)]
)
def test_a_closed_load_never_exceeds_the_server(clients: int, throughput_rps: float) -> None:
    """Think 1 s, service 0.1 s."""
    found = queues.closed_throughput_rps(clients, 1, 0.1)
    assert found == pytest.approx(throughput_rps, abs=6e-4)
