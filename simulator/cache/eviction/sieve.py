"""SIEVE: first in, first out, but whoever was used since the hand came by is passed over once."""

from simulator.cache.eviction.line import Line
from simulator.cache.eviction.policy import Eviction
from strategies.effects import Key


class Sieve(Eviction):
    """A hand walks from the oldest to the newest entry and evicts the first one not used.

    Those it passes must be used again until it comes back. It stays where it evicted; new
    entries join at the newest end, unused. Zhang et al., SIEVE is simpler than LRU, NSDI 2024.
    """

    def __init__(self) -> None:
        """The hand at the oldest end."""
        self.line = Line()
        self.used: set[Key] = set()
        self.hand: Key | None = None

    def insert(self, key: Key, expires_ns: int, now_ns: int) -> None:
        """Not used yet."""
        self.line.append(key)

    def touch(self, key: Key, now_ns: int) -> None:
        """Used."""
        self.used.add(key)

    def remove(self, key: Key) -> None:
        """The hand, if it points there, goes on to the next newer one."""
        if key == self.hand:
            self.hand = self.line.after[key]
        self.line.unlink(key)
        self.used.discard(key)

    def victim(self, now_ns: int) -> Key:
        """Walk on, around if need be, to one that was not used."""
        while (key := self.here()) in self.used:
            self.used.remove(key)
            self.hand = self.line.after[key]
        return key

    def here(self) -> Key:
        """Where the hand points; past the newest it begins again at the oldest."""
        if self.hand is None:
            self.hand = self.line.after[None]
        assert self.hand is not None, "an empty cache evicts nothing"
        return self.hand
