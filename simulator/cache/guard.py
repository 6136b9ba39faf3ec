"""The guard: asks the strategy before an entry is evicted, and tells it afterwards."""

from collections.abc import Callable
from typing import Any

from strategies.base import Strategy
from strategies.effects import Key, Rules

MOST_VETOES = 1000
"""After so many entries that may not leave, a set is refused."""


class Guard:
    """Speaks for a strategy some of whose entries are the only copy of a write."""

    def __init__(self, strategy: Strategy, start: Callable[[Rules[Any]], None]) -> None:
        """`start` begins background work."""
        self.strategy, self.start = strategy, start

    def may_leave(self, key: Key) -> bool:
        """May this entry be evicted?"""
        return self.strategy.may_evict(key)

    def has_left(self, key: Key) -> None:
        """It has been evicted; the strategy may have something to do about it."""
        rules = self.strategy.evicted(key)
        if rules is not None:
            self.start(rules)
