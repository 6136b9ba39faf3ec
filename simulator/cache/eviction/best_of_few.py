"""Sampled LRU as theory has it: the longest idle of a few drawn afresh, without pool or clock."""

from simulator.cache.chance import Chance
from simulator.cache.eviction.choice import Choice
from strategies.effects import Key


class BestOfFew(Choice):
    """The least recently used of a few draws with replacement, told by exact instants.

    Few entries are seen whole. Of equals the smallest key goes.
    """

    def __init__(self, chance: Chance, samples: int) -> None:
        """`samples` is how many are drawn."""
        super().__init__(chance)
        self.samples = samples
        self.used_ns: dict[Key, int] = {}

    def insert(self, key: Key, expires_ns: int, now_ns: int) -> None:
        """Storing counts as use."""
        super().insert(key, expires_ns, now_ns)
        self.used_ns[key] = now_ns

    def touch(self, key: Key, now_ns: int) -> None:
        """Used now."""
        self.used_ns[key] = now_ns

    def remove(self, key: Key) -> None:
        """Forget it."""
        super().remove(key)
        del self.used_ns[key]

    def victim(self, now_ns: int) -> Key:
        """The one idle for longest."""
        return min(self.drawn(), key=lambda key: (self.used_ns[key], key))

    def drawn(self) -> list[Key]:
        """A few draws, or everybody."""
        keys, size = self.candidates.keys, len(self.candidates)
        if size <= self.samples:
            return keys
        return [keys[self.chance.below(size)] for _ in range(self.samples)]
