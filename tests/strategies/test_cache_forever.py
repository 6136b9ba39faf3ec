"""Cache forever, step by step."""

from math import inf

from strategies.effects import Entry, Get, Load, Set, Store, Value
from tests.strategies.stepping import Steps, strategy


def test_a_miss_keeps_the_row_for_ever() -> None:
    """Get, load, set without TTL; "not found" too."""
    for value in (Value(0), Value(0, found=False)):
        read = Steps(strategy("cache-forever").read(5))
        assert read.asks(Get(5))
        assert read.answer(None).asks(Load(5))
        assert read.answer(value).asks(Set(5, value))
        assert read.answer(value).returned == value


def test_a_hit_is_returned() -> None:
    """No second effect."""
    read = Steps(strategy("cache-forever").read(5))
    assert read.answer(Entry(Value(2), 0, inf, inf)).returned == Value(2)


def test_a_write_tells_the_cache_nothing() -> None:
    """One store."""
    write = Steps(strategy("cache-forever").write(5, Value(None)))
    assert write.asks(Store(5, Value(None)))
    assert write.answer(Value(1)).done
