"""Faults that last, on small schedules worked out by hand; all spans in seconds."""

from typing import Any

import pytest

from simulator import Scenario, ScenarioError, parse
from simulator.faults.shelf import FAULTS
from simulator.log import Log, Requests, Statements
from tests.worlds import EVERY_ENGINE, ideal, outcomes, play


def world(name: str, at_s: float, for_s: float, /, **fields: Any) -> Scenario:
    """An ideal world with one fault; its own settings are those that it declares."""
    kind = FAULTS[name]
    own = {field: fields.pop(field) for field in list(fields) if field in kind.model_fields}
    fault = kind.model_validate({"at_s": at_s, "for_s": for_s} | own)
    return ideal(**fields).model_copy(update={"faults": (fault,)})


def latencies_s(log: Log) -> Any:
    """Of all requests, in their order."""
    return pytest.approx(log.table(Requests).latency_s.tolist())


@EVERY_ENGINE
def test_a_refused_operation_costs_a_round_trip(engine: str) -> None:
    """Half a round trip of 2 leads from 9 into the outage of 10 to 20: look-up and fill fail, each
    after 2. From 8.5 it leads there just before; from 19 to its end, when the cache answers."""
    down = world("cache-outage", 10, 10, round_trip_s=2, read_s=0.5)
    log = play(down, engine, (0, 0, "read"), (8.5, 0, "read"), (9, 0, "read"), (19, 0, "read"))
    assert outcomes(log) == ["miss_load", "fresh_hit", "bypass", "fresh_hit"]
    assert latencies_s(log) == [4.5, 2, 4.5, 2]


@EVERY_ENGINE
def test_a_hanging_operation_costs_the_cache_timeout(engine: str) -> None:
    """Look-up and fill fail 3 after they were sent."""
    down = world(
        "cache-outage", 10, 50, kind="hanging", round_trip_s=2, read_s=0.5, cache_timeout_s=3
    )
    log = play(down, engine, (11, 0, "read"))
    assert outcomes(log) == ["bypass"]
    assert latencies_s(log) == [6.5]


@EVERY_ENGINE
@pytest.mark.parametrize(
    ("memory", "after"), [("kept", ["fresh_hit", 1]), ("lost", ["miss_load", 0])]
)
def test_a_cache_that_comes_back_warm_has_missed_a_delete(
    engine: str, memory: str, after: list[Any]
) -> None:
    """Stored at 0, written in the outage; the read after it gets the old value, or loads."""
    down = world("cache-outage", 10, 10, memory=memory, ttl_s=100)
    log = play(down, engine, (0, 0, "read"), (15, 0, "write"), (30, 0, "read"))
    assert [outcomes(log)[-1], int(log.table(Requests).behind[-1])] == after


@EVERY_ENGINE
def test_services_that_start_meanwhile_are_slow(engine: str) -> None:
    """One connection, services of 2, three times as slow from 1 to 5: that of 0 takes 2, the next
    starts at 2 and takes 6, the last starts at 8."""
    slow = world("database-slowdown", 1, 4, factor=3, connections=1, read_s=2)
    log = play(slow, engine, (0, 0, "read"), (1, 1, "read"), (1, 2, "read"))
    assert latencies_s(log) == [2, 7, 9]


@EVERY_ENGINE
def test_a_database_that_is_down_refuses_at_once(engine: str) -> None:
    """What it serves when it goes down is finished; a retry after it is back succeeds."""
    down = world(
        "database-outage", 10, 5, kind="refused", connections=1, read_s=2, retries=1, backoff_s=3
    )
    log = play(down, engine, (9, 0, "read"), (10, 1, "read"), (13, 2, "read"))
    assert outcomes(log) == ["miss_load", "error", "miss_load"]
    assert latencies_s(log) == [2, 3, 5]
    assert log.table(Statements).refused.sum() == 3


@EVERY_ENGINE
@pytest.mark.parametrize("connections", [1, None])
def test_a_stalled_database_starts_nothing(engine: str, connections: int | None) -> None:
    """From 10 to 15: what began at 9 ends at 11, two reads wait until 15, and then for 2 or for
    each other."""
    down = world("database-outage", 10, 5, kind="stalled", connections=connections, read_s=2)
    log = play(down, engine, (9, 0, "read"), (10, 1, "read"), (12, 2, "read"))
    assert latencies_s(log) == [2, 7, 7 if connections else 5]


@EVERY_ENGINE
def test_a_stall_that_would_never_end_is_mended_a_minute_after_the_run(engine: str) -> None:
    """The run of 20 ends at 80."""
    down = world("database-outage", 10, 1e6, kind="stalled", read_s=2, duration_s=20)
    assert latencies_s(play(down, engine, (15, 0, "read"))) == [67]


@EVERY_ENGINE
def test_what_is_not_stored_when_the_database_stays_down_is_lost(engine: str) -> None:
    """The drain tries as often as it is told, and gives up."""
    down = world(
        "database-outage", 5, 1e6, strategy="write-behind", duration_s=20, flush_interval_s=10
    )
    log = play(down, engine, (1, 0, "write"), (6, 1, "write"))
    assert [(lost.key, lost.cause) for lost in log.books.lost] == [
        (0, "not_stored"),
        (1, "not_stored"),
    ]


@EVERY_ENGINE
@pytest.mark.parametrize("service_s", [0, 0.25])
def test_an_operation_may_overtake_a_slow_one(engine: str, service_s: float) -> None:
    """A round trip of 2, of 6 from 10 to 11: the delete of 10 takes effect at 13, after reads of
    11 and 11.5 have seen the old entry at 12 and 12.5, and before that of 12.5."""
    slow = world(
        "network-latency", 10, 1, added_s=4, round_trip_s=2, service_s=service_s, ttl_s=100
    )
    log = play(
        slow,
        engine,
        (0, 0, "read"),
        (10, 0, "write"),
        (11, 0, "read"),
        (11.5, 0, "read"),
        (12.5, 0, "read"),
    )
    expected = ["miss_load", "acknowledged", "fresh_hit", "fresh_hit", "miss_load"]
    assert outcomes(log) == expected
    operations = [2, 1, 1, 1, 2]
    waits = [n * service_s for n in operations]
    assert log.table(Requests).latency_s - waits == pytest.approx([4, 6, 2, 2, 4], abs=0.01)


def test_a_flash_crowd_needs_a_key_that_there_is() -> None:
    """One sentence says what to do."""
    crowd = {"name": "flash-crowd", "key": 10, "at_s": 1}
    with pytest.raises(ScenarioError, match=r"faults\.key must be below workload\.keys"):
        parse({"workload": {"keys": 10}, "faults": [crowd]})
