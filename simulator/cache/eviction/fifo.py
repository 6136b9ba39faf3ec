"""First in, first out."""

from simulator.cache.eviction.policy import Eviction
from strategies.effects import Key


class Fifo(Eviction):
    """The entry that came first goes first; use does not help, and neither does being replaced."""

    def __init__(self) -> None:
        """Nobody in the line."""
        self.line: dict[Key, None] = {}

    def insert(self, key: Key, expires_ns: int, now_ns: int) -> None:
        """The newest stands last."""
        self.line[key] = None

    def remove(self, key: Key) -> None:
        """Out of the line."""
        del self.line[key]

    def victim(self, now_ns: int) -> Key:
        """The first in the line."""
        return next(iter(self.line))
