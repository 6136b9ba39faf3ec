"""The fleet lock, in exact schedules on every engine."""

from typing import Any

import pytest

from tests.worlds import EVERY_ENGINE, ideal, loads, outcomes, play

SOMETIME_S = 60


def lock(**parameters: Any) -> list[dict[str, Any]]:
    """A stack of one lock."""
    return [{"name": "lock", **parameters}]


def begins_s(log: Any) -> list[float]:
    """When loads began."""
    return [float(at_s) for at_s in loads(log).joined_s]


@EVERY_ENGINE
@pytest.mark.parametrize(
    ("name", "nodes", "expected"),
    [
        ("single-flight", 1, 1),
        ("single-flight", 4, 4),
        ("lock", 1, 1),
        ("lock", 4, 1),
        ("lease", 1, 1),
        ("lease", 4, 1),
    ],
)
@pytest.mark.parametrize("round_trip_s", [0, 0.0005])
def test_fifty_cold_reads_at_once(
    engine: str, name: str, nodes: int, expected: int, round_trip_s: float
) -> None:
    """One load in each process with single flight, one in the fleet with lock or lease."""
    world = ideal(protections=[{"name": name}], nodes=nodes, read_s=0.2, round_trip_s=round_trip_s)
    log = play(world, engine, *((1, 0, "read", i % nodes) for i in range(50)))
    assert len(loads(log).joined_s) == expected
    assert sorted(set(outcomes(log))) == ["coalesced_wait", "miss_load"]
    assert outcomes(log).count("miss_load") == expected


@EVERY_ENGINE
def test_losers_may_load_all_the_same(engine: str) -> None:
    """Then the lock is good for nothing."""
    world = ideal(protections=lock(losers="load"), read_s=0.2)
    assert begins_s(play(world, engine, (1, 0, "read"), (1.1, 0, "read"))) == [1, 1.1]


@EVERY_ENGINE
def test_losers_may_be_turned_away(engine: str) -> None:
    """At once, as shed; who comes after the fill has its value."""
    world = ideal(protections=lock(losers="nothing"), read_s=0.2)
    log = play(world, engine, (1, 0, "read"), (1.1, 0, "read"), (1.3, 0, "read"))
    assert outcomes(log) == ["miss_load", "shed", "fresh_hit"]


@EVERY_ENGINE
def test_a_loser_that_has_waited_enough_loads(engine: str) -> None:
    """A load of 5 s, patience of 3 s, the first look not before: the loser loads 3 s after."""
    world = ideal(protections=lock(lock_ttl_s=SOMETIME_S), read_s=5)
    log = play(world, engine, (0, 0, "read"), (1, 0, "read"))
    assert begins_s(log) == [0, pytest.approx(4)]


@EVERY_ENGINE
def test_a_crashed_owner_stalls_the_key_until_its_lock_expires(engine: str) -> None:
    """Everyone who owns the lock dies; the lock of 2 s frees the key at 2 s, not before."""
    world = ideal(protections=lock(lock_ttl_s=2, crash_probability=1, losers="nothing"), read_s=0.1)
    log = play(world, engine, *((at_s, 0, "read") for at_s in (0, 1, 2, 2.5)))
    assert outcomes(log) == ["error", "shed", "shed", "error"]
    assert begins_s(log) == []


@EVERY_ENGINE
@pytest.mark.parametrize(("owner_token", "expected"), [(True, [0, 0.9]), (False, [0, 0.9, 1.2])])
def test_without_a_token_a_late_owner_frees_anothers_lock(
    engine: str, owner_token: bool, expected: list[float]
) -> None:
    """Loads of 1 s, a lock of 0.8 s: the first owner ends at 1 s, in the second one's lock.

    Its entry is gone at 1.1 s. With a token the read at 1.2 s still finds the lock taken.
    """
    world = ideal(protections=lock(lock_ttl_s=0.8, owner_token=owner_token), read_s=1, ttl_s=0.1)
    log = play(world, engine, (0, 0, "read"), (0.9, 0, "read"), (1.2, 0, "read"))
    assert begins_s(log) == expected
