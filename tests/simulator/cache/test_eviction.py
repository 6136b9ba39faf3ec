"""Who must go when the cache is full."""

from collections import Counter
from random import Random
from typing import Any

import pytest

from simulator.cache.eviction import EVICTIONS, Lru, Residents, SampledLru, Unlimited


def test_lru_goes_by_last_use() -> None:
    """0, 1, 2 come; 0 is used; 1 must go, then 2."""
    lru = Lru(Random(1))
    for key in range(3):
        lru.insert(key, key)
    lru.touch(0, 9)
    assert lru.victim() == 1
    lru.remove(1)
    assert lru.victim() == 2


def test_sampled_lru_sees_all_of_a_tiny_cache() -> None:
    """With five entries it is exact; of equals the smallest key goes."""
    sampled = SampledLru(Random(1))
    for key in range(5):
        sampled.insert(key, 7)
    sampled.touch(0, 8)
    assert sampled.victim() == 1


def test_sampled_lru_prefers_the_idle() -> None:
    """Of a hundred entries the oldest of five samples goes: on average from the oldest sixth."""
    sampled = SampledLru(Random(3))
    for key in range(100):
        sampled.insert(key, key)
    mean = sum(sampled.victim() for _ in range(2000)) / 2000
    assert mean == pytest.approx(100 / 6 - 0.5, abs=4.5 * 14 / 2000**0.5)


def test_samples_are_even() -> None:
    """Every resident is drawn equally often, after some have left."""
    residents = Residents()
    for key in range(12):
        residents.add(key)
    for key in (0, 11, 5, 6):
        residents.discard(key)
    random = Random(5)
    drawn = Counter(key for _ in range(4000) for key in residents.sample(5, random))
    assert set(drawn) == {1, 2, 3, 4, 7, 8, 9, 10}
    assert all(count == pytest.approx(2500, abs=4.5 * 47) for count in drawn.values())


def test_an_unlimited_cache_evicts_nothing() -> None:
    """Asking it is a mistake of the program."""
    with pytest.raises(AssertionError):
        Unlimited().victim()


@pytest.mark.parametrize("name", EVICTIONS)
def test_a_victim_is_a_resident(name: str) -> None:
    """Whatever came, was used and went before."""
    policy: Any = EVICTIONS[name](Random(1))
    inside, random = set[int](), Random(2)
    for now in range(500):
        key = random.randrange(20)
        if key in inside:
            policy.touch(key, now)
        else:
            policy.insert(key, now)
            inside.add(key)
        if len(inside) > 10:
            victim = policy.victim()
            policy.remove(victim)
            inside.remove(victim)
    assert len(inside) <= 10
