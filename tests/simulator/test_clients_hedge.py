"""Hedged reads in exact schedules, on every engine."""

from typing import Any

from simulator.log import Requests, Statements
from tests.worlds import EVERY_ENGINE, ideal, loads, outcomes, play

READ = (1, 0, "read")


@EVERY_ENGINE
def test_a_read_without_an_answer_is_sent_once_more(engine: str) -> None:
    """Two loads, half a second apart; the first one's answer counts, the second one ends later."""
    log = play(ideal("no-cache", read_s=1, hedge_after_s=0.5), engine, READ)
    assert list(loads(log).joined_s) == [1, 1.5]
    assert list(log.table(Statements).done_s) == [2, 2.5]
    assert list(log.table(Requests).latency_s) == [1]
    assert (log.counters.hedges, log.counters.abandoned) == (1, 1)


@EVERY_ENGINE
def test_an_answer_at_the_very_instant_comes_first(engine: str) -> None:
    """Who has it is not sent again; nor is a quiet read whose round trip takes as long."""
    log = play(ideal("no-cache", read_s=1, hedge_after_s=1), engine, READ)
    assert log.counters.hedges == 0
    quick = ideal(round_trip_s=0.25, hedge_after_s=0.25)
    log = play(quick, engine, (1, 0, "read"), (2, 0, "read"))
    assert outcomes(log) == ["miss_load", "fresh_hit"]
    assert log.counters.hedges == 1, "the miss: look-up and set take half a second together"


@EVERY_ENGINE
def test_a_slow_look_up_is_hedged_and_fills_the_cache_thread(engine: str) -> None:
    """A hit that takes 1 s is asked for twice; the thread serves both, the first answer counts."""
    world = ideal(round_trip_s=0, service_s=1, hedge_after_s=0.75, ttl_s=60)
    log = play(world, engine, (1, 0, "read"), (10, 0, "read"), (11.5, 0, "read"))
    assert list(log.table(Requests).latency_s)[1:] == [1, 1.5]
    assert outcomes(log)[1:] == ["fresh_hit", "fresh_hit"]


@EVERY_ENGINE
def test_the_hedge_may_be_the_faster_one(engine: str) -> None:
    """The entry has come meanwhile: the hedge hits while the first attempt still loads."""
    world = ideal(read_s=1, hedge_after_s=0.75, nodes=2)
    log = play(world, engine, (1, 0, "read"), (1.5, 0, "read", 1))
    assert list(log.table(Requests).latency_s) == [1, 0.75]
    assert outcomes(log) == ["miss_load", "fresh_hit"]
    assert (log.counters.hedges, log.counters.abandoned) == (2, 2)


@EVERY_ENGINE
def test_an_attempt_fails_when_both_have_failed(engine: str) -> None:
    """The queue is full for the hedge, at once; the first attempt is still waited for."""
    one: Any = {"connections": 1, "queue_limit": 0}
    log = play(ideal("no-cache", read_s=1, hedge_after_s=0.5, **one), engine, READ)
    assert outcomes(log) == ["miss_load"]
    assert list(log.table(Requests).latency_s) == [1]
    assert (log.counters.hedges, log.counters.abandoned) == (1, 0)


@EVERY_ENGINE
def test_an_attempt_that_fails_before_is_not_hedged(engine: str) -> None:
    """It is over."""
    one: Any = {"connections": 1, "queue_limit": 0, "keys": 2}
    world = ideal("no-cache", read_s=1, hedge_after_s=2, **one)
    log = play(world, engine, READ, (1.5, 1, "read"))
    assert outcomes(log) == ["miss_load", "shed"]
    assert log.counters.hedges == 0


@EVERY_ENGINE
def test_every_attempt_is_hedged_and_the_timeout_counts_from_its_start(engine: str) -> None:
    """Sent at 1 and 1.5, given up at 1.75; again at 2 and 2.5, given up at 2.75."""
    patience: Any = {"timeout_s": 0.75, "retries": 1, "backoff_s": 0.25, "hedge_after_s": 0.5}
    log = play(ideal("no-cache", read_s=60, **patience), engine, READ)
    assert list(loads(log).joined_s) == [1, 1.5, 2, 2.5]
    assert list(log.table(Requests).latency_s) == [1.75]
    assert (log.counters.hedges, log.counters.abandoned) == (2, 4)


@EVERY_ENGINE
def test_writes_are_not_hedged(engine: str) -> None:
    """A write sent twice would be two writes."""
    log = play(ideal(write_s=1, hedge_after_s=0.25), engine, (1, 0, "write"))
    assert len(log.table(Statements).key) == 1
    assert log.counters.hedges == 0
