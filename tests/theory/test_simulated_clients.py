"""The simulator's clients against the closed forms of closed loads and retries."""

from typing import Any

import numpy as np
import pytest

from metrics import report
from simulator import simulate
from simulator.log import Log, Requests
from simulator.outcome import CODE
from tests.worlds import (
    EVERY_ENGINE,
    Estimate,
    batch_means,
    ideal,
    independent,
    reads,
    size,
    stampedes,
)
from theory import queues, retries, stampede

THINK_S, SERVICE_S = 1.0, 0.1
WINDOWS = 30


def closed(
    users: int, strategy: str = "no-cache", *, think_s: float = THINK_S, **fields: Any
) -> Log:
    """A run of closed clients."""
    arrivals = {"law": "closed", "users": users, "think_s": think_s}
    return simulate(ideal(strategy, arrivals=arrivals, **fields))


def throughput_rps(log: Log) -> Estimate:
    """Answers a second, from windows of the run's later part."""
    workload, table = log.scenario.workload, log.table(Requests)
    span = (workload.warmup_s, workload.duration_s)
    counts, edges_s = np.histogram(table.at_s + table.latency_s, bins=WINDOWS, range=span)
    return independent(counts / np.diff(edges_s))


@pytest.mark.parametrize("users", [1, 5, 10, 11, 15, 20, 50])
def test_a_closed_load_on_one_connection(users: int) -> None:
    """Think 1 s, service 0.1 s: throughput and response time of the machine repair model."""
    log = closed(
        users,
        connections=1,
        read_s=SERVICE_S,
        service="exponential",
        warmup_s=100,
        duration_s=4000,
    )
    expected_rps = queues.closed_throughput_rps(users, THINK_S, SERVICE_S)
    assert throughput_rps(log).agrees(expected_rps)
    expected_s = queues.closed_response_s(users, THINK_S, expected_rps)
    assert batch_means(reads(log).latency_s).agrees(expected_s)


@pytest.mark.parametrize(("hit", "users"), [(0.5, 20), (0.9, 100), (0.8, 30)])
def test_a_closed_load_before_a_cache(hit: float, users: int) -> None:
    """Independent hits: between two loads a client thinks and looks 1 / (1 - hit) times."""
    round_trip_s, connections = 0.05, 2
    log = closed(
        users,
        "cache-aside",
        missing_share=1 - hit,
        prefill=1,
        ttl_s=None,
        round_trip_s=round_trip_s,
        connections=connections,
        read_s=SERVICE_S,
        service="exponential",
        warmup_s=50,
        duration_s=3000,
    )
    world = (users, THINK_S, SERVICE_S, connections, hit, round_trip_s)
    expected_rps = queues.closed_cached_rps(*world)
    assert batch_means(reads(log).outcome == CODE["fresh_hit"]).agrees(hit)
    assert throughput_rps(log).agrees(expected_rps)
    expected_s = queues.closed_response_s(users, THINK_S, expected_rps)
    assert batch_means(reads(log).latency_s).agrees(expected_s)


def test_a_closed_load_hides_a_stampede() -> None:
    """50 users who think 0.5 s, loads of 0.3 s: 23.1 loads an expiry instead of 31."""
    log = closed(50, "cache-aside", think_s=0.5, ttl_s=2, read_s=0.3, duration_s=1000)
    found = independent(stampedes(log))
    assert found.agrees(stampede.loads_closed(50, 0.5, 0.3))
    assert not found.agrees(stampede.loads_constant(100, 0.3))


@EVERY_ENGINE
@pytest.mark.parametrize("tries", [1, 3, 5])
def test_retries_multiply_attempts(engine: str, tries: int) -> None:
    """Half of all attempts take longer than a client waits: 1.500, 1.875, 1.969 attempts a read."""
    rate_rps, patience_s = 100.0, 0.1
    world = ideal(
        "no-cache",
        rate_rps=rate_rps,
        duration_s=size(engine, 10_000, 40_000) / rate_rps,
        read_s=patience_s / np.log(2),
        service="exponential",
        timeout_s=patience_s,
        retries=tries,
        backoff="jittered",
    )
    log = simulate(world, engine=engine)
    figures = report(log).figures
    expected = retries.attempts(0.5, tries)
    share = 0.5 ** np.arange(tries + 1)
    square = ((2 * np.arange(tries + 1) + 1) * share).sum()
    error = np.sqrt((square - expected**2) / (figures["reads"] or 1))
    assert Estimate(figures["attempts_per_read"] or 0, error).agrees(expected)
    failed = batch_means(reads(log).outcome == CODE["timeout"])
    assert failed.agrees(0.5 ** (tries + 1))
