"""No cache, step by step."""

from strategies.effects import Load, Store, Value
from tests.strategies.stepping import Steps, strategy


def test_a_read_is_a_load() -> None:
    """And nothing else."""
    read = Steps(strategy("no-cache").read(5))
    assert read.asks(Load(5))
    assert read.answer(Value(3)).returned == Value(3)


def test_a_write_is_a_store() -> None:
    """The answer is the numbered value."""
    write = Steps(strategy("no-cache").write(5, Value(None)))
    assert write.asks(Store(5, Value(None)))
    assert write.answer(Value(1)).returned == Value(1)
