"""Stale-if-error, in exact schedules on every engine."""

from typing import Any

import pytest

from simulator.log import Requests
from tests.worlds import EVERY_ENGINE, ideal, loads, outcomes, play


def fail_safe(**parameters: Any) -> list[dict[str, Any]]:
    """A stack of one stale-if-error."""
    return [{"name": "stale-if-error", **parameters}]


BUSY: dict[str, Any] = {"connections": 1, "queue_limit": 0, "keys": 2}
"""While key 1 is being loaded, loads of key 0 are refused."""


@EVERY_ENGINE
def test_the_old_value_stands_in_for_a_failed_load(engine: str) -> None:
    """Refused at 11 s; throttled until 16 s, after which the load succeeds; cold keys fail."""
    world = ideal(protections=fail_safe(), ttl_s=10, read_s=2, prefill=0.5, **BUSY)
    reads = [(10.5, 1), (11, 0), (13, 0), (16.5, 0)]
    log = play(world, engine, *((at_s, key, "read") for at_s, key in reads))
    assert outcomes(log) == ["miss_load", "error_stale_hit", "stale_hit", "miss_load"]
    assert list(loads(log).joined_s) == [10.5, 11, 16.5]


@EVERY_ENGINE
def test_a_key_without_an_old_value_fails(engine: str) -> None:
    """There is nothing to fall back on."""
    world = ideal(protections=fail_safe(), ttl_s=10, read_s=2, **BUSY)
    assert outcomes(play(world, engine, (1, 1, "read"), (2, 0, "read"))) == ["miss_load", "shed"]


@EVERY_ENGINE
def test_a_slow_load_goes_on_in_the_background(engine: str) -> None:
    """After 0.5 s the old value is served; the load of 2 s ends all the same and fills."""
    world = ideal(protections=fail_safe(soft_timeout_s=0.5), ttl_s=10, read_s=2, prefill=1)
    log = play(world, engine, (11, 0, "read"), (12, 0, "read"), (13.5, 0, "read"))
    assert outcomes(log) == ["error_stale_hit", "stale_hit", "fresh_hit"]
    assert list(log.table(Requests).latency_s) == [0.5, 0, 0]
    assert list(loads(log).joined_s) == [11]


@EVERY_ENGINE
def test_a_soft_timeout_needs_an_old_value(engine: str) -> None:
    """Without one the read waits for its load, up to the hard timeout."""
    for hard_s, word, latency_s in [(None, "miss_load", 2), (1, "error", 1)]:
        stack = fail_safe(soft_timeout_s=0.5, hard_timeout_s=hard_s)
        log = play(ideal(protections=stack, read_s=2), engine, (1, 0, "read"))
        assert outcomes(log) == [word]
        assert log.table(Requests).latency_s[0] == pytest.approx(latency_s)


@EVERY_ENGINE
def test_an_error_in_a_flight_fails_its_waiters(engine: str) -> None:
    """The leader's load times out at 2 s, and with it all five; the next one loads anew."""
    stack = [{"name": "single-flight"}, *fail_safe(hard_timeout_s=1)]
    world = ideal(protections=stack, read_s=1.5)
    log = play(world, engine, *((1 + i / 10, 0, "read") for i in range(5)))
    assert outcomes(log) == ["error"] * 5
    assert list(log.table(Requests).latency_s) == pytest.approx([1, 0.9, 0.8, 0.7, 0.6])
    assert list(loads(log).joined_s) == [1]


@EVERY_ENGINE
def test_within_the_window_of_revalidation_nobody_waits(engine: str) -> None:
    """Stale-while-revalidate comes first; beyond its window the failed load falls back."""
    swr = {"name": "stale-while-revalidate", "window_s": 2}
    world = ideal(protections=[swr, *fail_safe()], ttl_s=10, read_s=1, prefill=0.5, **BUSY)
    reads = [(10.5, 1), (11, 0), (20, 1), (20.5, 0)]
    log = play(world, engine, *((at_s, key, "read") for at_s, key in reads))
    assert outcomes(log) == ["miss_load", "stale_hit", "fresh_hit", "miss_load"]
