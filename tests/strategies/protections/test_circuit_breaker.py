"""The circuit breaker, in exact schedules on every engine."""

from typing import Any

import pytest

from simulator.log import Log, Requests
from tests.worlds import EVERY_ENGINE, ideal, loads, outcomes, play

FULL: Any = {"connections": 1, "queue_limit": 0, "keys": 20}


def breaker(**parameters: Any) -> dict[str, Any]:
    """Two failures open it for 10 s."""
    return {"name": "circuit-breaker", "threshold": 2, "open_s": 10, **parameters}


def broken(engine: str, *requests: Any, **parameters: Any) -> Log:
    """A database with one connection and no queue: a load of 2 s at 1 s makes the next ones fail.

    Key 0 is loaded then; whoever loads another key before 3 s is refused.
    """
    world = ideal(protections=[breaker(**parameters)], read_s=2, ttl_s=60, nodes=2, **FULL)
    return play(world, engine, (1, 0, "read", 1), *requests)


def reads(*at_s: float) -> list[Any]:
    """Reads of new keys on node 0."""
    return [(each, key, "read", 0) for key, each in enumerate(at_s, 1)]


@EVERY_ENGINE
def test_failures_in_a_row_open_it(engine: str) -> None:
    """Two loads are refused by the database; from then on none is sent for 10 s."""
    log = broken(engine, *reads(1.25, 1.5, 4, 11.25, 11.75))
    assert outcomes(log) == ["miss_load", "shed", "shed", "shed", "shed", "miss_load"]
    assert list(loads(log).joined_s) == [1, 1.25, 1.5, 11.75]
    assert list(log.table(Requests).latency_s) == [2, 0, 0, 0, 0, 2]


@EVERY_ENGINE
def test_each_node_has_its_own(engine: str) -> None:
    """The other node's loads go on."""
    log = broken(engine, *reads(1.25, 1.5), (4, 9, "read", 1))
    assert outcomes(log)[-1] == "miss_load"


@EVERY_ENGINE
def test_a_success_begins_the_count_anew(engine: str) -> None:
    """Fails, succeeds, fails: the next load still gets through."""
    log = broken(engine, *reads(1.5, 4, 6.5, 7, 9))
    assert outcomes(log)[1:] == ["shed", "miss_load", "miss_load", "shed", "miss_load"]


@EVERY_ENGINE
def test_half_open_one_load_tries_and_closes_it(engine: str) -> None:
    """The probe of 12 s lasts until 14 s; meanwhile others are refused, afterwards they load."""
    log = broken(engine, *reads(1.25, 1.5, 12, 13, 14.5))
    assert outcomes(log)[3:] == ["miss_load", "shed", "miss_load"]


@EVERY_ENGINE
def test_a_probe_that_fails_opens_it_again(engine: str) -> None:
    """Node 1 has the connection when the probe comes at 12 s: refused until 22 s."""
    late = [(11.5, 15, "read", 1), *[(at_s, key, "read", 0) for key, at_s in ((3, 12), (4, 21.5))]]
    log = broken(engine, *reads(1.25, 1.5), *late, (22.5, 5, "read", 0))
    assert outcomes(log)[3:] == ["miss_load", "shed", "shed", "miss_load"]
    assert list(loads(log).joined_s) == [1, 1.25, 1.5, 11.5, 12, 22.5]


@EVERY_ENGINE
def test_it_closes_when_all_probes_have_succeeded(engine: str) -> None:
    """Of two probes the first has succeeded, the second is under way: a third load is refused."""
    log = broken(engine, *reads(1.25, 1.5, 12, 14.5, 15, 17), probes=2)
    assert outcomes(log)[3:] == ["miss_load", "miss_load", "shed", "miss_load"]
    assert list(loads(log).joined_s) == [1, 1.25, 1.5, 12, 14.5, 17]


@EVERY_ENGINE
def test_slow_loads_count_as_failed(engine: str) -> None:
    """Two loads of 2 s open a breaker that calls 1 s slow; they are answered all the same."""
    world = ideal(protections=[breaker(slow_s=1)], read_s=2, ttl_s=60, keys=20)
    log = play(world, engine, *reads(1, 2, 4.5))
    assert outcomes(log) == ["miss_load", "miss_load", "shed"]
    usual = ideal(protections=[breaker()], read_s=2, ttl_s=60, keys=20)
    assert outcomes(play(usual, engine, *reads(1, 2, 4.5))) == ["miss_load"] * 3


@EVERY_ENGINE
def test_stale_if_error_answers_where_it_refuses(engine: str) -> None:
    """An open breaker and an old value: the value."""
    stack = [{"name": "stale-if-error", "window_s": 60, "throttle_s": 0}, breaker(slow_s=1)]
    world = ideal(protections=stack, read_s=2, ttl_s=1, keys=20)
    log = play(world, engine, *reads(1, 1), (5, 1, "read"))
    assert outcomes(log)[:2] == ["miss_load"] * 2
    assert log.table(Requests).latency_s[2] == 0
    assert log.table(Requests).version[2] == 0


@EVERY_ENGINE
@pytest.mark.parametrize(("late_results", "third"), [("kept", "timeout"), ("dropped", "shed")])
def test_abandoned_loads_count_where_they_end(engine: str, late_results: str, third: str) -> None:
    """Given up after 0.5 s: dropped work fails then and opens it, kept work succeeds later."""
    patience: Any = {"timeout_s": 0.5, "late_results": late_results}
    world = ideal(protections=[breaker()], read_s=2, ttl_s=60, keys=20, **patience)
    assert outcomes(play(world, engine, *reads(1, 2, 4.5))) == ["timeout", "timeout", third]
