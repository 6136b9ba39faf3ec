"""The least recently used entry of all."""

from collections import OrderedDict

from simulator.cache.eviction.policy import Eviction
from strategies.effects import Key


class Lru(Eviction):
    """Exact LRU: a line from the least to the most recently used."""

    def __init__(self) -> None:
        """Nobody in the line."""
        self.line: OrderedDict[Key, None] = OrderedDict()

    def insert(self, key: Key, expires_ns: int, now_ns: int) -> None:
        """The newest stands last."""
        self.line[key] = None

    def touch(self, key: Key, now_ns: int) -> None:
        """To the end of the line."""
        self.line.move_to_end(key)

    def remove(self, key: Key) -> None:
        """Out of the line."""
        del self.line[key]

    def victim(self, now_ns: int) -> Key:
        """The first in the line."""
        return next(iter(self.line))
