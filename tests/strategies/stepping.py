"""Steps through a strategy's rules by hand: it asks effects and is given written-out answers."""

from typing import Any, Self

from strategies.base import Strategy
from strategies.effects import Effect, Rules, ServiceError
from strategies.shelf import PROTECTIONS, STRATEGIES, settings_of


def strategy(name: str, *protections: str, **parameters: Any) -> Strategy:
    """A strategy with some parameters, behind protections with their defaults."""
    settings = settings_of(STRATEGIES[name]).model_validate(parameters)
    guards = [PROTECTIONS[p](settings_of(PROTECTIONS[p])()) for p in protections]
    return STRATEGIES[name](settings, guards, {})


class Steps:
    """One run of rules: the effect it has come to, or what it has returned."""

    def __init__(self, rules: Rules[Any]) -> None:
        """Go to the first effect."""
        self.rules = rules
        self.effect: Effect | None = None
        self.returned: Any = None
        self.done = False
        self._go(lambda: next(rules))

    def answer(self, value: Any = None) -> Self:
        """Answer the present effect and go on to the next one."""
        self._go(lambda: self.rules.send(value))
        return self

    def fail(self, error: ServiceError) -> Self:
        """Throw an error in answer to the present effect."""
        self._go(lambda: self.rules.throw(error))
        return self

    def _go(self, step: Any) -> None:
        """One step, or the end."""
        try:
            self.effect = step()
        except StopIteration as stop:
            self.effect, self.done, self.returned = None, True, stop.value

    def asks(self, effect: Effect) -> bool:
        """Is this the present effect? Its kind counts: a Get and a Delete can be equal tuples."""
        return type(self.effect) is type(effect) and self.effect == effect
