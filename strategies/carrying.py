"""Rules between rules and their driver: what one yields, the other has performed in its own way."""

from collections.abc import Callable
from typing import Any, TypeVar

from strategies.effects import Effect, Rules, ServiceError

T = TypeVar("T")
Perform = Callable[[Effect], Rules[Any]]
"""Performs one effect by asking others: returns its answer, or raises a ServiceError."""


def carried(rules: Rules[T], perform: Perform) -> Rules[T]:
    """The same rules with each of their effects performed that way."""
    move: Any = rules.send
    answer: Any = None
    while True:
        try:
            effect = move(answer)
        except StopIteration as stop:
            return stop.value
        try:
            answer, move = (yield from perform(effect)), rules.send
        except ServiceError as error:
            answer, move = error, rules.throw


def plainly(effect: Effect) -> Rules[Any]:
    """The usual way: ask the driver."""
    return (yield effect)
