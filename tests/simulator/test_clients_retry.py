"""Back-off and retry budget in exact schedules, on every engine."""

from typing import Any

import pytest

from simulator.log import Requests, Statements
from tests.worlds import EVERY_ENGINE, ideal, loads, outcomes, play

READ = (1, 0, "read")


@EVERY_ENGINE
@pytest.mark.parametrize(
    ("backoff", "sent_s"),
    [("fixed", [1, 2.5, 4, 5.5]), ("exponential", [1, 2.5, 5, 8.5])],
)
def test_the_wait_before_a_retry(engine: str, backoff: str, sent_s: list[float]) -> None:
    """Attempts of 0.5 s; then always 1 s, or 1, 2 and 3 s where 3 s is the longest."""
    patience: Any = {"timeout_s": 0.5, "retries": 3, "backoff_s": 1, "backoff_max_s": 3}
    log = play(ideal("no-cache", read_s=60, backoff=backoff, **patience), engine, READ)
    assert list(loads(log).joined_s) == pytest.approx(sent_s)
    assert list(log.table(Requests).latency_s) == [sent_s[-1] + 0.5 - 1]
    assert outcomes(log) == ["timeout"]
    assert (log.counters.read_retries, log.counters.abandoned) == (3, 4)


@EVERY_ENGINE
def test_jittered_waits_differ_from_request_to_request(engine: str) -> None:
    """Two reads that failed at one instant come back at two, within a second."""
    patience: Any = {"timeout_s": 0.5, "retries": 1, "backoff": "jittered", "backoff_s": 1}
    log = play(ideal("no-cache", read_s=60, **patience), engine, READ, (1, 1, "read"))
    first, second, *again = loads(log).joined_s
    assert (first, second) == (1, 1)
    assert 1.5 < again[0] < again[1] < 2.5


@EVERY_ENGINE
def test_a_budget_of_half_lets_every_second_request_retry(engine: str) -> None:
    """Four reads and two writes fail on one node: three retries, the others end at once."""
    requests = [(at_s, 0, "write" if at_s in {3, 4} else "read") for at_s in range(1, 7)]
    patience: Any = {"timeout_s": 0.25, "retries": 1, "backoff_s": 0.25, "retry_budget": 0.5}
    log = play(ideal("no-cache", read_s=60, write_s=60, **patience), engine, *requests)
    assert list(log.table(Requests).latency_s) == [0.25, 0.75, 0.25, 0.75, 0.25, 0.75]
    counters = log.counters
    assert (counters.read_retries, counters.write_retries, counters.retries_refused) == (2, 1, 3)
    assert len(log.table(Statements).key) == 9


@EVERY_ENGINE
def test_reads_that_hit_pay_into_the_budget(engine: str) -> None:
    """Ten hits of a key bring the one retry that the miss of another needs, on their node only."""
    hits = [(2 + i / 10, 0, "read", 0) for i in range(10)]
    requests = [(0, 0, "read", 0), *hits, (4, 1, "write", 0), (4, 1, "write", 1)]
    patience: Any = {"timeout_s": 0.5, "retries": 1, "backoff_s": 0, "retry_budget": 0.1}
    world = ideal(ttl_s=60, write_s=1, nodes=2, **patience)
    log = play(world, engine, *requests)
    assert list(log.table(Requests).latency_s[-2:]) == [1, 0.5]


@EVERY_ENGINE
def test_a_refused_load_is_retried_too(engine: str) -> None:
    """Without any timeout: the queue is full at first, and free when the read comes back."""
    world = ideal(
        "no-cache", read_s=1, connections=1, queue_limit=0, retries=1, backoff_s=0.75, keys=2
    )
    log = play(world, engine, (1, 0, "read"), (1.5, 1, "read"))
    assert outcomes(log) == ["miss_load", "miss_load"]
    assert list(log.table(Requests).latency_s) == [1, 1.75]
