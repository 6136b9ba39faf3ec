"""What will be asked for."""

from simulator.cache.eviction.future import Future
from simulator.clock import FOREVER


def test_the_next_use_lies_after_now() -> None:
    """Key 1 is asked for at positions 0, 2 and 3, key 0 never after 1."""
    future = Future([1, 0, 1, 1])
    assert [future.next_use(1, now) for now in range(4)] == [2, 2, 3, FOREVER]
    assert [future.next_use(0, now) for now in (0, 1)] == [1, FOREVER]


def test_instants_may_be_given() -> None:
    """Two requests of key 2, at 10 and at 30."""
    future = Future([2, 5, 2], [10, 20, 30])
    assert [future.next_use(2, now) for now in (0, 10, 29, 30)] == [10, 30, 30, FOREVER]


def test_a_key_that_nobody_asks_for_is_never_needed() -> None:
    """Inside and outside the range of keys, and with no requests at all."""
    assert Future([0, 3]).next_use(1, 0) == FOREVER
    assert Future([0, 3]).next_use(99, 0) == FOREVER
    assert Future([]).next_use(0, 0) == FOREVER
