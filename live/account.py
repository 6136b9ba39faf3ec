"""The cache by the clients' own account: what must be in it, from what was put in and taken out.

A shared server's own counters count other people's keys too. The account follows the rules of the
simulated cache: an entry that has expired is counted until somebody asks for it.
"""

from collections.abc import Iterable, Mapping
from math import inf
from typing import NamedTuple

from simulator.counters import Counters
from strategies.effects import Key

LEEWAY_S = 0.01
"""Redis counts in milliseconds, and an answer takes its way: nobody is evicted by so little."""


class Held(NamedTuple):
    """An entry that the cache should hold."""

    version: int
    expires_s: float
    unused: bool
    """It was prefetched and nobody has read it yet."""


class Census(NamedTuple):
    """Entries in the cache, and how many of them are older or newer than the database's row."""

    entries: int
    behind: int
    ahead: int


class Account:
    """Entries by key, and the counters that follow from them."""

    def __init__(self, counters: Counters) -> None:
        """Empty."""
        self.counters = counters
        self.held: dict[Key, Held] = {}

    def put(
        self, key: Key, expires_s: float = inf, *, version: int = 0, prefetched: bool = False
    ) -> None:
        """An entry was set."""
        self.take(key)
        self.held[key] = Held(version, expires_s, prefetched)
        self.counters.prefetched += prefetched
        self.counters.entries_peak = max(self.counters.entries_peak, len(self.held))

    def take(self, key: Key) -> None:
        """An entry went, for whatever reason."""
        held = self.held.pop(key, None)
        self.counters.prefetch_wasted += held is not None and held.unused

    def wipe(self) -> None:
        """Everything went."""
        for key in list(self.held):
            self.take(key)

    def expiry(self, key: Key, now_s: float, otherwise_s: float) -> float:
        """When the key's live entry expires; another instant where there is none."""
        held = self.held.get(key)
        return held.expires_s if held is not None and now_s < held.expires_s else otherwise_s

    def used(self, key: Key) -> None:
        """A prefetched entry had its first reader."""
        self.counters.prefetch_hits += 1
        if key in self.held:
            self.held[key] = self.held[key]._replace(unused=False)

    def missed(self, key: Key, now_s: float) -> None:
        """A look-up found nothing: the entry expired, or was gone before its time."""
        self.counters.misses += 1
        held = self.held.get(key)
        if held is not None:
            expired = now_s >= held.expires_s - LEEWAY_S
            self.counters.expirations += expired
            self.counters.evictions += not expired
            self.take(key)

    def waste(self, now_s: float) -> int:
        """Prefetched entries that have expired unused and that nobody has asked for since."""
        return sum(held.unused and now_s >= held.expires_s for held in self.held.values())

    def census(self, rows: Mapping[Key, int], written: Iterable[Key]) -> Census:
        """How many entries there are, and how many of the written keys' differ from their rows."""
        pairs = ((self.held[key].version, rows.get(key, 0)) for key in written if key in self.held)
        leads = [version - row for version, row in pairs if version != row]
        behind = sum(lead < 0 for lead in leads)
        return Census(len(self.held), behind, len(leads) - behind)

    def __len__(self) -> int:
        return len(self.held)
