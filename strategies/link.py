"""A node's way to the cache: near copies first, then the cache itself, and without it a fallback.

It stands between a strategy's rules and their driver, so that strategies need not know of it: what
they ask of the cache goes this way, and so do their loads while there is none.
"""

from functools import partial
from typing import Any, TypeVar

from strategies.breaker import Breaker
from strategies.carrying import Perform, carried
from strategies.copies import Copies, used
from strategies.effects import (
    Acquire,
    Bypass,
    CacheUnavailable,
    ClientGone,
    Delete,
    Effect,
    Get,
    Key,
    Load,
    LoadMany,
    Now,
    Release,
    Rules,
    Set,
    Spawn,
)
from strategies.fallbacks.base import Fallback
from strategies.recovery import Recovery

T = TypeVar("T")


class Link:
    """One node's, with what it remembers: whether the cache is down, copies, what it missed."""

    def __init__(self, fallback: Fallback, recovery: Recovery, near: Copies | None = None) -> None:
        """`near` are copies that are asked before the cache, whether it is down or not."""
        settings = fallback.settings
        self.fallback, self.recovery, self.near = fallback, recovery, near
        self.breaker = Breaker(settings.breaker_failures, settings.breaker_open_s)
        self.down = False
        self.way = self.nearby(fallback.around(self.reach))

    def read(self, rules: Rules[T], key: Key) -> Rules[T]:
        """A read's rules, over this way."""
        self.recovery.note_read(key)
        return self.carry(rules)

    def carry(self, rules: Rules[T], *, writes: bool = False) -> Rules[T]:
        """Rules over this way; `writes` says that they are a write's."""
        return carried(rules, partial(self.perform, writes=writes))

    def perform(self, effect: Effect, *, writes: bool) -> Rules[Any]:
        """Send one effect where it belongs; background work takes this way too."""
        if isinstance(effect, Get | Set | Delete | Acquire | Release):
            return (yield from self.ask(effect, writes=writes))
        if isinstance(effect, Load | LoadMany) and self.down:
            return (yield from self.fallback.load(effect))
        if isinstance(effect, Spawn) and not effect.outlives_node:
            effect = effect._replace(rules=self.carry(effect.rules, writes=writes))
        return (yield effect)

    def ask(self, effect: Effect, *, writes: bool) -> Rules[Any]:
        """Ask the cache, or what stands in for it; raises CacheUnavailable where nothing does."""
        try:
            return (yield from self.way(effect))
        except (CacheUnavailable, ClientGone) as error:
            if isinstance(error, ClientGone) and not self.down:
                raise
            if isinstance(effect, Get):
                yield Bypass()
            elif isinstance(effect, Delete) or (writes and isinstance(effect, Set)):
                self.recovery.missed_at_s = yield Now()
            raise

    def nearby(self, ask: Perform) -> Perform:
        """Look into the near copies first, where there are any."""
        near = self.near
        if near is None:
            return ask

        def guarded(effect: Effect) -> Rules[Any]:
            now_s = yield Now()
            copy = near.recall(effect.key, now_s) if isinstance(effect, Get) else None
            if copy is not None:
                return (yield from used(copy))
            return (yield from near.watch(ask, effect))

        return guarded

    def reach(self, effect: Effect) -> Rules[Any]:
        """Ask the cache itself, once it is cleared where that is due."""
        try:
            if self.recovery.must_flush:
                yield from self.recovery.flush(self.breaker.ask)
            answer = yield from self.breaker.ask(effect)
        except CacheUnavailable:
            self.down = True
            raise
        if self.down:
            self.down = False
            yield from self.recovery.begin()
        return answer
