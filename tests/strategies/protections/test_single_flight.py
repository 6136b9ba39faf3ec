"""Single flight, step by step."""

import pytest

from strategies.effects import Fire, Load, QueueFull, Set, Value, Wait
from tests.strategies.stepping import Steps, strategy


def miss(rules: object, key: int = 5) -> Steps:
    """A read that found nothing."""
    return Steps(rules.read(key)).answer(None)  # type: ignore[attr-defined]


def test_the_first_loads_and_the_second_waits() -> None:
    """The leader loads, fills and fires; the follower returns what was fired."""
    rules = strategy("cache-aside", "single-flight")
    leader, follower = miss(rules), miss(rules)
    assert leader.asks(Load(5))
    assert isinstance(follower.effect, Wait)
    assert leader.answer(Value(1)).asks(Set(5, Value(1), 30, 30))
    leader.answer(Value(1))
    assert isinstance(leader.effect, Fire)
    assert leader.effect.signal is follower.effect.signal
    assert leader.effect.value == Value(1)
    assert leader.answer().returned == Value(1)
    assert follower.answer(Value(1)).returned == Value(1)


def test_flights_are_by_key() -> None:
    """A miss of another key loads."""
    rules = strategy("cache-aside", "single-flight")
    miss(rules, 5)
    assert miss(rules, 6).asks(Load(6))


def test_an_error_fails_all_who_wait() -> None:
    """The leader fires the error before he raises it, and it is raised in the follower."""
    rules = strategy("cache-aside", "single-flight")
    leader, follower = miss(rules), miss(rules)
    error = QueueFull()
    leader.fail(error)
    assert isinstance(leader.effect, Fire)
    assert leader.effect.value is error
    with pytest.raises(QueueFull):
        leader.answer()
    with pytest.raises(QueueFull):
        follower.answer(error)


def test_after_a_flight_comes_the_next() -> None:
    """A miss after the landing loads again."""
    rules = strategy("cache-aside", "single-flight")
    leader = miss(rules)
    leader.answer(Value(1)).answer(Value(1)).answer()
    assert leader.done
    assert miss(rules).asks(Load(5))


def test_doubled_it_is_still_one_flight() -> None:
    """Two of them in a stack: the outer one holds the followers."""
    rules = strategy("cache-aside", "single-flight", "single-flight")
    leader, follower = miss(rules), miss(rules)
    assert leader.asks(Load(5))
    assert isinstance(follower.effect, Wait)
    for _ in range(4):
        leader.answer(Value(1))
    assert leader.done
