"""Eviction: who must go when the cache is full."""

from collections import OrderedDict
from random import Random
from typing import Protocol

from strategies.effects import Key

SAMPLES = 5
"""How many entries Redis looks at to find one to evict (maxmemory-samples)."""


class Eviction(Protocol):
    """Watches the entries come, be used and go, and names the next to leave."""

    def insert(self, key: Key, now_ns: int) -> None:
        """A new entry."""

    def touch(self, key: Key, now_ns: int) -> None:
        """An entry was read."""

    def remove(self, key: Key) -> None:
        """An entry is gone."""

    def victim(self) -> Key:
        """The entry that should leave."""
        ...


class Unlimited:
    """For a cache that is never full."""

    def insert(self, key: Key, now_ns: int) -> None:
        """Nothing to note."""

    touch = insert

    def remove(self, key: Key) -> None:
        """Nothing to note."""

    def victim(self) -> Key:
        """Never asked."""
        raise AssertionError("an unlimited cache evicts nothing")


class Lru:
    """The least recently used entry of all."""

    def __init__(self, random: Random) -> None:
        """Needs no chance."""
        self.order: OrderedDict[Key, None] = OrderedDict()

    def insert(self, key: Key, now_ns: int) -> None:
        """The newest stands last."""
        self.order[key] = None

    def touch(self, key: Key, now_ns: int) -> None:
        """To the end of the line."""
        self.order.move_to_end(key)

    def remove(self, key: Key) -> None:
        """Out of the line."""
        del self.order[key]

    def victim(self) -> Key:
        """The first in the line."""
        return next(iter(self.order))


class Residents:
    """The entries in a list that any can be drawn from and taken out of in constant time."""

    def __init__(self) -> None:
        """Empty."""
        self.keys: list[Key] = []
        self.place: dict[Key, int] = {}

    def add(self, key: Key) -> None:
        """At the end."""
        self.place[key] = len(self.keys)
        self.keys.append(key)

    def discard(self, key: Key) -> None:
        """The last takes the gap."""
        place, last = self.place.pop(key), self.keys.pop()
        if last != key:
            self.keys[place] = last
            self.place[last] = place

    def sample(self, n: int, random: Random) -> list[Key]:
        """Draw n of them with replacement; all of them where there are no more than n."""
        if len(self.keys) <= n:
            return self.keys
        return [self.keys[int(random.random() * len(self.keys))] for _ in range(n)]


class SampledLru:
    """The least recently used of a few that are drawn at random, as Redis's allkeys-lru does it."""

    def __init__(self, random: Random) -> None:
        """Chance comes from a stream of its own."""
        self.random = random
        self.residents = Residents()
        self.used_ns: dict[Key, int] = {}

    def insert(self, key: Key, now_ns: int) -> None:
        """Storing counts as use."""
        self.residents.add(key)
        self.used_ns[key] = now_ns

    def touch(self, key: Key, now_ns: int) -> None:
        """Used now."""
        self.used_ns[key] = now_ns

    def remove(self, key: Key) -> None:
        """Forget it."""
        self.residents.discard(key)
        del self.used_ns[key]

    def victim(self) -> Key:
        """The one idle for longest in a fresh sample; of equals the smallest key."""
        sample = self.residents.sample(SAMPLES, self.random)
        return min(sample, key=lambda key: (self.used_ns[key], key))


EVICTIONS = {"lru": Lru, "allkeys-lru": SampledLru}
"""Every eviction policy by name."""
