"""Sampled LRU as theory has it."""

import pytest

from simulator.cache.chance import Chance
from simulator.cache.eviction.best_of_few import BestOfFew
from simulator.clock import FOREVER


def test_a_tiny_cache_is_seen_whole() -> None:
    """With five entries it is exact; of equals the smallest key goes."""
    policy = BestOfFew(Chance(1), 5)
    for key in range(5):
        policy.insert(key, FOREVER, 7)
    policy.touch(0, 8)
    assert policy.victim(9) == 1


def test_the_idle_are_preferred() -> None:
    """Of a hundred entries the oldest of five goes: on average from the oldest sixth."""
    policy = BestOfFew(Chance(3), 5)
    for key in range(100):
        policy.insert(key, FOREVER, key)
    mean = sum(policy.victim(100) for _ in range(2000)) / 2000
    assert mean == pytest.approx(100 / 6 - 0.5, abs=4.5 * 14 / 2000**0.5)
