"""The simulator's database pool against the closed forms of queues, on every engine."""

from typing import Any

import numpy as np
import pytest

from simulator import simulate
from simulator.log import Statements
from tests.worlds import EVERY_ENGINE, Estimate, batch_means, ideal, size
from theory import errors, queues

SERVICE_S = 0.01


def run(engine: str, arrival_rps: float, **fields: Any) -> Statements:
    """The statements of a workload without cache."""
    world = ideal(
        "no-cache",
        rate_rps=arrival_rps,
        duration_s=size(engine, 15_000, 30_000) / arrival_rps,
        keys=1000,
        read_s=SERVICE_S,
        **({"service": "exponential"} | fields),
    )
    return simulate(world, engine=engine).table(Statements)


def waits_s(done: Statements) -> Any:
    """Waits in the order of joining."""
    order = np.argsort(done.joined_s, kind="stable")
    return (done.started_s - done.joined_s)[order]


@EVERY_ENGINE
def test_one_connection(engine: str) -> None:
    """M/M/1 at 50 %: the mean wait is one service time; 99 % end within the predicted quantile."""
    done = run(engine, 50, connections=1)
    found = waits_s(done)
    error_s = errors.one_server_wait_s(50, SERVICE_S, len(found))
    assert Estimate(found.mean(), error_s).agrees(queues.one_server_wait_s(50, SERVICE_S))
    p99_s = queues.one_server_response_quantile_s(50, SERVICE_S, 0.99)
    assert batch_means(done.done_s - done.joined_s <= p99_s).agrees(0.99)


@EVERY_ENGINE
def test_one_connection_of_constant_service(engine: str) -> None:
    """M/D/1 at 70 %: half the wait of M/M/1, and its distribution."""
    found = waits_s(run(engine, 70, connections=1, service="constant"))
    assert batch_means(found).agrees(queues.one_server_wait_s(70, SERVICE_S, cv=0))
    expected = queues.constant_service_wait_within(70, SERVICE_S, 0.015)
    assert batch_means(found <= 0.015).agrees(expected)


@EVERY_ENGINE
def test_one_connection_of_lognormal_service(engine: str) -> None:
    """M/G/1 at 50 %, variation 0.5: Pollaczek and Khinchine."""
    found = waits_s(run(engine, 50, connections=1, service="lognormal", service_cv=0.5))
    assert batch_means(found).agrees(queues.one_server_wait_s(50, SERVICE_S, cv=0.5))


@EVERY_ENGINE
@pytest.mark.parametrize(("connections", "arrival_rps"), [(4, 280), (10, 800)])
def test_a_pool(engine: str, connections: int, arrival_rps: float) -> None:
    """M/M/c: who waits (Erlang C), how long, and the tail."""
    found = waits_s(run(engine, arrival_rps, connections=connections))
    world = (arrival_rps, SERVICE_S, connections)
    waits = queues.erlang_c(queues.offered_load(arrival_rps, SERVICE_S), connections)
    assert batch_means(found > 0).agrees(waits)
    assert batch_means(found).agrees(queues.pool_wait_s(*world))
    assert batch_means(found > 0.01).agrees(queues.pool_wait_exceeds(*world, 0.01))


@EVERY_ENGINE
def test_a_finite_queue(engine: str) -> None:
    """5 connections, 4 places, offered load 5: .1331 are refused; the others wait as predicted."""
    done = run(engine, 500, connections=5, queue_limit=4)
    assert batch_means(done.refused).agrees(queues.rejected_share(500, SERVICE_S, 5, 4))
    served = done.refused == 0
    found = batch_means((done.started_s - done.joined_s)[served])
    assert found.agrees(queues.finite_pool_wait_s(500, SERVICE_S, 5, 4))


@EVERY_ENGINE
def test_no_queue_at_all(engine: str) -> None:
    """Erlang B does not care about the service law: constant services, 4 connections, load 3.2."""
    done = run(engine, 320, connections=4, queue_limit=0, service="constant")
    assert batch_means(done.refused).agrees(queues.erlang_b(3.2, 4))
