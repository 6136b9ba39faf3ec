"""Exact LRU."""

from simulator.cache.eviction.lru import Lru
from tests.simulator.cache.eviction.moves import replay


def test_the_least_recently_used_goes() -> None:
    """Room for 3: a b c, a is used; d drives b out, e drives c out, f drives a out."""
    assert replay(Lru(), "abcadef", 3) == "bca"


def test_a_removed_entry_is_out_of_the_line() -> None:
    """0, 1, 2; without 0 it is 1's turn."""
    lru = Lru()
    for key in range(3):
        lru.insert(key, 9, key)
    lru.remove(0)
    assert lru.victim(5) == 1
