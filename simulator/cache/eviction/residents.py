"""Entries in a list that any can be drawn from and taken out of in constant time."""

from simulator.cache.chance import Chance
from strategies.effects import Key


class Residents:
    """Keys, each in its place."""

    def __init__(self) -> None:
        """Empty."""
        self.keys: list[Key] = []
        self.place: dict[Key, int] = {}

    def __len__(self) -> int:
        """How many there are."""
        return len(self.keys)

    def __contains__(self, key: Key) -> bool:
        """Is it in the list?"""
        return key in self.place

    def add(self, key: Key) -> None:
        """At the end."""
        self.place[key] = len(self.keys)
        self.keys.append(key)

    def discard(self, key: Key) -> None:
        """Take a key out if it is there; the last takes the gap."""
        if key not in self.place:
            return
        place, last = self.place.pop(key), self.keys.pop()
        if last != key:
            self.keys[place] = last
            self.place[last] = place

    def any(self, chance: Chance) -> Key | None:
        """One of them, each as likely as any other."""
        return self.keys[chance.below(len(self.keys))] if self.keys else None

    def sample(self, n: int, chance: Chance) -> list[Key]:
        """Draw n different ones; all of them, in their places, where there are no more than n."""
        if len(self.keys) <= n:
            return list(self.keys)
        drawn: list[Key] = []
        while len(drawn) < n:
            key = self.keys[chance.below(len(self.keys))]
            if key not in drawn:
                drawn.append(key)
        return drawn
