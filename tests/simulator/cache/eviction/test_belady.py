"""Belady's rule."""

from itertools import combinations, product

import pytest

from simulator.cache.eviction.belady import Belady
from simulator.cache.eviction.future import Future
from tests.simulator.cache.eviction.moves import replay


def belady(keys: str) -> Belady:
    """The rule, knowing these requests."""
    return Belady(Future([ord(letter) - ord("a") for letter in keys]).next_use)


def test_who_is_needed_last_goes() -> None:
    """Room for 2: at c (2) b is needed at 5 and a at 3, so b goes; at b (5) c never again."""
    assert replay(belady("abcacba"), "abcacba", 2) == "bc"


def test_after_its_use_an_entry_waits_for_the_next_one() -> None:
    """At d (4) a has been used and is never needed again, b at 5."""
    assert replay(belady("abaddb"), "abaddb", 2) == "a"


@pytest.mark.parametrize("keys", ["".join(each) for each in product("abcd", repeat=6)][::37])
def test_no_choice_of_victims_misses_less(keys: str) -> None:
    """Against all choices there are, for a room of 2."""
    assert len(replay(belady(keys), keys, 2)) + min(2, len(set(keys))) == fewest_misses(keys)


def fewest_misses(keys: str) -> int:
    """The fewest misses with room for 2, by trying everything; every miss is admitted."""
    worlds = {frozenset[str](): 0}
    for key in keys:
        after: dict[frozenset[str], int] = {}
        for inside, misses in worlds.items():
            for kept in [inside] if key in inside else rooms(inside, key):
                cost = misses + (key not in inside)
                after[kept] = min(cost, after.get(kept, cost))
        worlds = after
    return min(worlds.values())


def rooms(inside: frozenset[str], key: str) -> list[frozenset[str]]:
    """What may be inside after a miss."""
    if len(inside) < 2:
        return [inside | {key}]
    return [frozenset({*kept, key}) for kept in combinations(inside, 1)]
