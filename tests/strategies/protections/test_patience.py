"""Limits to how long a load is waited for, step by step."""

from typing import Any

import pytest

from strategies.effects import (
    DatabaseTimeout,
    Fire,
    Load,
    QueueFull,
    Rules,
    Signal,
    Sleep,
    Spawn,
    Value,
    Wait,
)
from strategies.protections.patience import Ends, Limits, begin, land, result, ring
from tests.strategies.stepping import Steps


def work() -> Rules[Any]:
    """A load."""
    return (yield Load(5))


def test_without_limits_a_load_is_nobody_elses_business() -> None:
    """It is made on the spot, and both ends are fired with its answer."""
    steps = Steps(begin(work(), Limits(None, None)))
    assert steps.asks(Load(5))
    steps.answer(Value(1))
    assert isinstance(steps.effect, Fire)
    assert steps.effect.value == Value(1)
    steps.answer().answer()
    assert isinstance(steps.returned, Ends)


def test_with_a_limit_the_load_goes_to_the_background() -> None:
    """Whoever spawned it waits for it; one bell rings at the soft limit, none at the hard one."""
    steps = Steps(begin(work(), Limits(0.5, None)))
    assert isinstance(steps.effect, Spawn)
    assert steps.effect == Spawn(steps.effect.rules, awaited=True)
    bell = steps.answer().effect
    assert isinstance(bell, Spawn)
    assert bell == Spawn(bell.rules)
    assert Steps(bell.rules).asks(Sleep(0.5))
    assert steps.answer().done


def test_the_first_to_fire_an_end_decides() -> None:
    """A bell after the load is not heard, nor a load after the bell."""
    ends = Ends(Signal(), Signal())
    ends.soft.fired = True
    assert Steps(ring(ends.soft, 1)).answer().done
    bell = Steps(ring(ends.hard, 1)).answer()
    assert isinstance(bell.effect, Fire)
    assert isinstance(bell.effect.value, DatabaseTimeout)
    ends.hard.fired = True
    assert Steps(land(work(), ends)).answer(Value(1)).done


def test_an_error_is_an_end_like_any_other() -> None:
    """It is fired, not raised."""
    ends = Ends(Signal(), Signal())
    steps = Steps(land(work(), ends)).fail(QueueFull())
    assert isinstance(steps.effect, Fire)
    assert isinstance(steps.effect.value, QueueFull)


@pytest.mark.parametrize("fired", [False, True])
def test_a_result_is_waited_for_only_if_it_is_not_there(fired: bool) -> None:
    """What has been fired costs nothing."""
    end = Signal()
    end.fired, end.value = fired, 3
    steps = Steps(result(end))
    assert steps.returned == 3 if fired else steps.asks(Wait(end))
