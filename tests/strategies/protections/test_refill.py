"""Work under a lease, step by step."""

from typing import Any

import pytest

from strategies.effects import Delete, Key, Load, QueueFull, Release, Rules, Set, Value
from strategies.protections.refill import refill
from tests.strategies.stepping import Steps

GIVEN_BACK = Release(5, 7, "lease")


def work(key: Key) -> Rules[Any]:
    """Sets the key, another one, and the key under another lease; survives a refusal."""
    try:
        value = yield Load(key)
    except QueueFull:
        value = Value(9)
    yield Set(key, value)
    yield Set(key + 1, value)
    yield Set(key, value, lease=3)
    yield Delete(key)
    return value


def test_sets_of_the_key_are_made_under_the_lease_and_nothing_else_is_touched() -> None:
    """Answers go in, the result comes out, and then the lease is given back."""
    steps = Steps(refill(5, 7, work))
    assert steps.asks(Load(5))
    assert steps.answer(Value(1)).asks(Set(5, Value(1), lease=7))
    assert steps.answer(Value(1)).asks(Set(6, Value(1)))
    assert steps.answer(Value(1)).asks(Set(5, Value(1), lease=3))
    assert steps.answer().asks(Delete(5))
    assert steps.answer(True).asks(GIVEN_BACK)
    assert steps.answer(True).returned == Value(1)


def test_errors_reach_the_work() -> None:
    """It may live with them."""
    steps = Steps(refill(5, 7, work))
    assert steps.fail(QueueFull()).asks(Set(5, Value(9), lease=7))


def test_a_failed_refill_gives_the_lease_back_before_it_fails() -> None:
    """The next reader need not wait for the interval to end."""
    steps = Steps(refill(5, 7, lambda key: (yield Load(key))))
    assert steps.fail(QueueFull()).asks(GIVEN_BACK)
    with pytest.raises(QueueFull):
        steps.answer(True)
