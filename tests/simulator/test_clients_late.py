"""What becomes of work whose client has gone, in exact schedules on every engine."""

from typing import Any

import pytest

from simulator.log import Log, Requests, Statements
from tests.worlds import EVERY_ENGINE, SINGLE_FLIGHT, ideal, loads, outcomes, play

IMPATIENT: Any = {"timeout_s": 0.5, "late_results": "dropped"}


def dropped(engine: str, *requests: Any, protections: Any = (), **fields: Any) -> Log:
    """A run in which loads take a second and clients wait for half of one."""
    return play(ideal(protections=protections, read_s=1, **IMPATIENT, **fields), engine, *requests)


@EVERY_ENGINE
@pytest.mark.parametrize(("late_results", "then"), [("kept", "fresh_hit"), ("dropped", "timeout")])
def test_a_late_load_fills_the_cache_or_not(engine: str, late_results: str, then: str) -> None:
    """The read at 3 s finds what was loaded until 2 s, or loads in vain itself."""
    world = ideal(read_s=1, timeout_s=0.5, late_results=late_results)
    log = play(world, engine, (1, 0, "read"), (3, 0, "read"))
    assert outcomes(log) == ["timeout", then]
    assert log.table(Statements).done_s[0] == 2


@EVERY_ENGINE
def test_an_abandoned_load_occupies_its_connection_to_its_end(engine: str) -> None:
    """The only connection is busy until 2 s, so that the second load starts then."""
    log = dropped(engine, (1, 0, "read"), (1.75, 1, "read"), connections=1, keys=2)
    assert list(loads(log).started_s) == [1, 2]
    assert list(log.table(Statements).done_s) == [2, 3]


@EVERY_ENGINE
def test_an_abandoned_write_may_still_take_effect(engine: str) -> None:
    """It commits at 2 s unacknowledged and tells the cache nothing, which stays behind."""
    requests = ((0.5, 0, "read"), (1, 0, "write"), (3, 0, "read"))
    world = ideal("write-through", write_s=1, **IMPATIENT)
    log = play(world, engine, *requests)
    assert outcomes(log) == ["miss_load", "timeout", "fresh_hit"]
    assert list(log.table(Requests).version) == [0, -1, 0]
    assert log.books.acknowledged == 0
    assert log.table(Statements).write.sum() == 1
    kept = play(ideal("write-through", write_s=1, timeout_s=0.5), engine, *requests)
    assert list(kept.table(Requests).version) == [0, -1, 1]


@EVERY_ENGINE
def test_who_waited_for_an_abandoned_flight_fails_with_it(engine: str) -> None:
    """The leader goes at 1.5 s; the one who had joined at 1.25 s hears of it then, not later."""
    reads = (1, 0, "read"), (1.25, 0, "read"), (3, 0, "read")
    log = dropped(engine, *reads, protections=SINGLE_FLIGHT)
    assert outcomes(log) == ["timeout", "error", "timeout"]
    assert list(log.table(Requests).latency_s) == [0.5, 0.25, 0.5]
    assert list(loads(log).joined_s) == [1, 3], "and the key can be loaded anew"


@EVERY_ENGINE
def test_who_leaves_the_queue_of_a_bulkhead_leaves_no_gap(engine: str) -> None:
    """The place goes from hand to hand as each loses patience, and is free in the end."""
    guard = [{"name": "bulkhead", "max_loads": 1}]
    reads = (1, 0, "read"), (1.125, 1, "read"), (1.25, 2, "read"), (4, 3, "read")
    log = dropped(engine, *reads, protections=guard, keys=4)
    assert outcomes(log) == ["timeout"] * 4
    assert list(loads(log).joined_s) == [1, 1.5, 1.625, 4]


@EVERY_ENGINE
def test_who_waits_in_a_bulkhead_and_leaves_is_passed_over(engine: str) -> None:
    """At 2 s a load ends and hands its place to its own hedge, which is told to go at once."""
    guard = [{"name": "bulkhead", "max_loads": 1}]
    world = ideal(
        protections=guard, read_s=1, hedge_after_s=0.25, late_results="dropped", ttl_s=60, keys=2
    )
    log = play(world, engine, (1, 0, "read"), (4, 1, "read"))
    assert outcomes(log) == ["miss_load"] * 2
    assert list(loads(log).joined_s) == [1, 4]


@EVERY_ENGINE
def test_a_holder_of_a_lock_who_leaves_releases_it(engine: str) -> None:
    """The second reader, who polls every 0.2 s, gets to load at 1.7 s instead of at 6 s."""
    guard = [{"name": "lock", "lock_ttl_s": 5, "losers": "nothing"}]
    log = dropped(engine, (1, 0, "read"), (1.25, 0, "read"), (1.75, 0, "read"), protections=guard)
    assert outcomes(log) == ["timeout", "shed", "timeout"]
    assert list(loads(log).joined_s) == [1, 1.75]


@EVERY_ENGINE
def test_the_loser_of_a_hedge_fills_nothing(engine: str) -> None:
    """The first load sets its entry at 2 s; the hedge's, which ends at 2.5 s, sets none."""
    world = ideal(read_s=1, hedge_after_s=0.5, ttl_s=1, late_results="dropped")
    log = play(world, engine, (1, 0, "read"), (3.25, 0, "read"))
    assert outcomes(log) == ["miss_load", "miss_load"]
    kept = play(
        ideal(read_s=1, hedge_after_s=0.5, ttl_s=1), engine, (1, 0, "read"), (3.25, 0, "read")
    )
    assert outcomes(kept) == ["miss_load", "fresh_hit"]


@EVERY_ENGINE
def test_a_node_that_dies_takes_abandoned_work_with_it(engine: str) -> None:
    """What was abandoned before the crash counts once, and the run ends."""
    fault = {"name": "node-crash", "at_s": 1.75, "node": 0}
    world = ideal(protections=SINGLE_FLIGHT, read_s=1, **IMPATIENT)
    world = world.model_validate(world.model_dump() | {"faults": [fault]})
    log = play(world, engine, (1, 0, "read"), (1.5, 0, "read"))
    assert outcomes(log) == ["timeout", "error"]
    assert log.counters.abandoned == 1
