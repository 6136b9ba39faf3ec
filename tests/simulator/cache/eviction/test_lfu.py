"""Exact LFU."""

from simulator.cache.eviction.lfu import Lfu
from tests.simulator.cache.eviction.moves import replay


def test_the_least_used_goes() -> None:
    """Room for 3: a 3, b 2, c 1: d drives c out; d has 1: e drives d out."""
    assert replay(Lfu(), "abcaabde", 3) == "cd"


def test_of_equals_the_first_to_reach_the_count_goes() -> None:
    """a and b have 2, b first: b goes; a and c have 2, a first: a goes; then d with 1."""
    assert replay(Lfu(), "abbaccde", 2) == "bad"


def test_a_count_is_forgotten_with_the_entry() -> None:
    """a had 3 uses, left, and comes back with 1: b with 2 stays."""
    lfu = Lfu()
    for key in (0, 1):
        lfu.insert(key, 9, 0)
    for key in (0, 0, 1):
        lfu.touch(key, 1)
    lfu.remove(0)
    lfu.insert(0, 9, 2)
    assert lfu.victim(3) == 0
