"""All policies together."""

from random import Random
from typing import get_args

import pytest

from simulator.cache.chance import Chance
from simulator.cache.eviction.policy import Eviction
from simulator.cache.eviction.shelf import EVICTIONS, Terms
from simulator.cache.settings import EvictionName
from simulator.clock import FOREVER
from simulator.fast.policies import POLICIES

TERMS = Terms(Chance(1), Chance(2), 5, 10, 1, lambda: lambda key, now: now + 1 + key)


def test_scenario_and_engines_name_the_same_policies() -> None:
    """In the same order."""
    assert list(EVICTIONS) == list(get_args(EvictionName)) == list(POLICIES)


@pytest.mark.parametrize("name", [name for name in EVICTIONS if name != "noeviction"])
def test_a_victim_is_a_resident(name: str) -> None:
    """Whatever came, was used and went before."""
    policy, inside, random = EVICTIONS[name](TERMS), set[int](), Random(2)
    for now in range(500):
        key = random.randrange(20)
        if key in inside:
            policy.touch(key, now)
        else:
            policy.insert(key, now + 50, now)
            inside.add(key)
        if len(inside) > 10:
            victim = policy.victim(now)
            assert victim is not None
            policy.remove(victim)
            inside.remove(victim)
    assert len(inside) == 10


@pytest.mark.parametrize("name", [name for name in EVICTIONS if name.startswith("volatile")])
def test_volatile_policies_have_nobody_where_nothing_expires(name: str) -> None:
    """None, as under noeviction."""
    policy = EVICTIONS[name](TERMS)
    policy.insert(0, FOREVER, 0)
    assert policy.victim(1) is None
    assert EVICTIONS["noeviction"](TERMS).victim(1) is None


def test_a_cache_without_limit_asks_nobody() -> None:
    """Asking is a mistake of the program."""
    with pytest.raises(NotImplementedError):
        Eviction().victim(0)
