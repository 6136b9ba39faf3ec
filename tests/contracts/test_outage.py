"""While the cache cannot be reached everything goes on without it: slower, not broken."""

from collections.abc import Iterator
from typing import Any

import pytest

from strategies import effects as fx
from strategies.shelf import PROTECTIONS, STRATEGIES
from tests.strategies.stepping import strategy

KEY = 3
ROW = fx.Value(version=4)
CACHE = (fx.Get, fx.Set, fx.Delete, fx.Acquire, fx.Release)
GUARDS = [(), *((name,) for name in PROTECTIONS), tuple(PROTECTIONS)]
EVERY_STRATEGY = pytest.mark.parametrize("name", STRATEGIES)
EVERY_GUARD = pytest.mark.parametrize("guards", GUARDS, ids=" + ".join)


class World:
    """A database that works, and a cache that nobody can reach; time stands still."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def run(self, rules: fx.Rules[Any]) -> Any:
        """Carry rules to their end."""
        move, given = rules.send, None
        while True:
            try:
                effect = move(given)
            except StopIteration as stop:
                return stop.value
            try:
                given, move = self.answer(effect), rules.send
            except fx.ServiceError as error:
                given, move = error, rules.throw

    def answer(self, effect: Any) -> Any:
        """What the world says to an effect."""
        self.asked.append(type(effect).__name__)
        if isinstance(effect, CACHE):
            raise fx.CacheUnavailable
        if isinstance(effect, fx.LoadMany):
            return [ROW for _ in effect.keys]
        if isinstance(effect, fx.Spawn):
            return self.run(effect.rules)
        if isinstance(effect, fx.Fire):
            effect.signal.fired, effect.signal.value = True, effect.value
        return {fx.Load: ROW, fx.Store: fx.Value(5), fx.Now: 0.0}.get(type(effect))


def loads(asked: list[str]) -> Iterator[str]:
    """Of what was asked, the loads."""
    return (name for name in asked if name in {"Load", "LoadMany"})


@EVERY_GUARD
@EVERY_STRATEGY
def test_a_read_goes_past_the_cache_with_one_load(name: str, guards: tuple[str, ...]) -> None:
    """It brings the row, and the protections of the process still stand round the load."""
    world = World()
    assert world.run(strategy(name, *guards).read(KEY)) == ROW
    assert len(list(loads(world.asked))) == 1


@EVERY_GUARD
@EVERY_STRATEGY
def test_a_write_reaches_the_database(name: str, guards: tuple[str, ...]) -> None:
    """It is acknowledged with the version that the database gave it, and leaves no backlog."""
    world = World()
    kind = strategy(name, *guards)
    assert world.run(kind.write(KEY, fx.Value(None))) == fx.Value(5)
    assert world.asked.count("Store") == 1
    assert kind.backlog() == 0
