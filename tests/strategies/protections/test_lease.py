"""The lease, in exact schedules on every engine."""

from typing import Any

import pytest

from simulator.log import Requests
from tests.worlds import EVERY_ENGINE, ideal, loads, outcomes, play


def lease(**parameters: Any) -> list[dict[str, Any]]:
    """A stack of one lease."""
    return [{"name": "lease", **parameters}]


@EVERY_ENGINE
@pytest.mark.parametrize(
    ("protections", "outcome", "version"), [((), "fresh_hit", 0), (lease(), "miss_load", 1)]
)
def test_a_delete_voids_the_lease(
    engine: str, protections: Any, outcome: str, version: int
) -> None:
    """A reader took the old row, a write deleted the key; the reader's set is refused."""
    world = ideal(protections=protections, read_s=1, write_s=0.1, snapshot="start")
    log = play(world, engine, (0, 0, "read"), (0.2, 0, "write"), (2, 0, "read"))
    assert outcomes(log)[2] == outcome
    assert log.table(Requests).version[2] == version


@EVERY_ENGINE
def test_others_may_take_the_old_value(engine: str) -> None:
    """Past the TTL one reader loads and the others are answered at once."""
    world = ideal(protections=lease(others="stale"), ttl_s=5, read_s=0.5)
    log = play(world, engine, *((at_s, 0, "read") for at_s in (0, 6, 6.1, 6.6)))
    assert outcomes(log) == ["miss_load", "miss_load", "stale_hit", "fresh_hit"]
    assert log.table(Requests).latency_s[2] == 0


@EVERY_ENGINE
def test_a_dead_holder_leaves_the_key_without_refill_for_an_interval(engine: str) -> None:
    """Whoever holds the lease dies; another one is not given before 2 s are over."""
    stack = lease(lease_interval_s=2, crash_probability=1, wait_timeout_s=1)
    world = ideal(protections=stack, read_s=0.1)
    log = play(world, engine, (0, 0, "read"), (0.5, 0, "read"), (2.5, 0, "read"))
    assert outcomes(log) == ["error", "miss_load", "error"]
    assert loads(log).joined_s == pytest.approx([1.5])


@EVERY_ENGINE
@pytest.mark.parametrize(("hold_off", "expected_s"), [(False, [0, 1]), (True, [0, 2])])
def test_a_hold_off_gives_one_lease_an_interval(
    engine: str, hold_off: bool, expected_s: list[float]
) -> None:
    """After the delete at 0.5 s the reader of 1 s loads at once, or waits until 2 s are over."""
    stack = lease(lease_interval_s=2, hold_off=hold_off)
    world = ideal(protections=stack, read_s=0.1)
    log = play(world, engine, (0, 0, "read"), (0.5, 0, "write"), (1, 0, "read"))
    assert loads(log).joined_s == pytest.approx(expected_s, abs=0.021)


@EVERY_ENGINE
def test_a_lease_is_given_back_where_nothing_is_kept(engine: str) -> None:
    """With a TTL of 0 the next reader has its lease as soon as the first is done."""
    world = ideal(protections=lease(), ttl_s=0, read_s=0.1)
    log = play(world, engine, (0, 0, "read"), (0.2, 0, "read"))
    assert list(loads(log).joined_s) == [0, 0.2]


@EVERY_ENGINE
@pytest.mark.parametrize("name", ["lock", "lease"])
def test_who_missed_just_before_the_fill_does_not_load_again(engine: str, name: str) -> None:
    """Reads every 0.1 ms about the fill, a round trip of 1 ms: there is one load."""
    world = ideal(protections=[{"name": name}], read_s=0.1, round_trip_s=0.001)
    crowd = ((0.1 + i / 10_000, 0, "read") for i in range(60))
    log = play(world, engine, (0, 0, "read"), *crowd)
    assert len(loads(log).joined_s) == 1
    assert {"coalesced_wait", "fresh_hit"} < set(outcomes(log))
