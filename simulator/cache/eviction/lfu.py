"""The least frequently used entry of all."""

from collections import defaultdict

from simulator.cache.eviction.policy import Eviction
from strategies.effects import Key


class Lfu(Eviction):
    """Exact LFU: uses are counted while an entry is there, its arrival being the first.

    Among equal counts the entry goes that reached the count first.
    """

    def __init__(self) -> None:
        """Nothing counted."""
        self.count: dict[Key, int] = {}
        self.lines: defaultdict[int, dict[Key, None]] = defaultdict(dict)
        self.least = 1

    def insert(self, key: Key, expires_ns: int, now_ns: int) -> None:
        """Used once."""
        self.enter(key, 1)
        self.least = 1

    def touch(self, key: Key, now_ns: int) -> None:
        """Used once more: to the end of the next count's line."""
        count = self.count[key]
        del self.lines[count][key]
        self.enter(key, count + 1)

    def enter(self, key: Key, count: int) -> None:
        """Stand last among those with this count."""
        self.count[key] = count
        self.lines[count][key] = None

    def remove(self, key: Key) -> None:
        """Its count is forgotten."""
        del self.lines[self.count.pop(key)][key]

    def victim(self, now_ns: int) -> Key:
        """The first of those with the lowest count."""
        while not self.lines[self.least]:
            del self.lines[self.least]
            self.least += 1
        return next(iter(self.lines[self.least]))
