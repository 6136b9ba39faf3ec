"""Write-through, step by step."""

import pytest

from strategies.effects import DatabaseTimeout, Get, Load, Set, Store, Value
from tests.strategies.stepping import Steps, strategy


def test_a_write_ends_when_both_hold_it() -> None:
    """Store, then set what the database numbered."""
    write = Steps(strategy("write-through", ttl_s=9).write(5, Value(None)))
    assert write.asks(Store(5, Value(None)))
    assert write.answer(Value(4)).asks(Set(5, Value(4), 9, 9))
    assert write.answer(Value(4)).returned == Value(4)


def test_a_failed_commit_leaves_the_cache_alone() -> None:
    """The error comes out and nothing is set."""
    write = Steps(strategy("write-through").write(5, Value(None)))
    with pytest.raises(DatabaseTimeout):
        write.fail(DatabaseTimeout())


def test_a_read_is_that_of_cache_aside() -> None:
    """Get, load, set."""
    read = Steps(strategy("write-through").read(5))
    assert read.asks(Get(5))
    assert read.answer(None).asks(Load(5))
    assert read.answer(Value(0)).asks(Set(5, Value(0), 30, 30))
