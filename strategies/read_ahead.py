"""Read-ahead: fetch before it is asked for, by refreshing early and by prefetching neighbours."""

from math import inf
from typing import Any, Literal

from strategies.base import Strategy
from strategies.effects import Entry, Key, LoadMany, Rules, Spawn, Store, Value
from strategies.parameters import Settings, null_ttl_parameter, parameter, ttl_parameter
from strategies.protections.base import Verdict


class ReadAheadSettings(Settings):
    """Parameters of read-ahead: two independent parts, each can be off."""

    name: Literal["read-ahead"] = "read-ahead"
    ttl_s: float | None = ttl_parameter()
    null_ttl_s: float = null_ttl_parameter()
    refresh_window: float = parameter(
        0.2,
        "Refresh window",
        "Share of the TTL that remains when a read starts one background reload; 0 is off. "
        "Products that count the elapsed share instead (FusionCache) call 0.2 remaining 0.8.",
        low=0,
        high=1,
        slider=(0, 0.9),
        step=0.05,
    )
    prefetch_keys: int = parameter(
        0,
        "Prefetch",
        "On a miss, and on the first hit of a prefetched entry, fetch so many of the keys that "
        "follow in one statement; 0 is off.",
        low=0,
        high=1000,
        unit="keys",
        slider=(0, 32),
        step=1,
    )


class ReadAhead(Strategy):
    """Cache-aside whose popular entries are renewed before they expire, and whose scans run ahead.

    Refresh-ahead: a read late in an entry's life is served at once and starts one reload for
    the fleet (Oracle Coherence's refresh-ahead factor, counted in time remaining). The window
    must be longer than a load takes; keys that nobody reads in it expire as ever, and hot keys
    pay up to 1/(1 - window) times the loads. Prefetch: neighbours come along with a miss; wrong
    guesses cost database rows and cache room. Writes commit, then delete the key.

    When: A few hot keys must not wait for a reload, or readers go through keys in order.

    Cost: Reloads that nobody needed, and rows fetched ahead that nobody reads.

    Sources: Oracle Coherence, Refresh-Ahead Caching; Gill and Bathen, AMP, FAST 2007.
    """

    name = "read-ahead"
    place = 5
    settings: ReadAheadSettings

    def __init__(self, *args: Any) -> None:
        """Refreshes in progress are known to the whole fleet."""
        super().__init__(*args)
        self.refreshing = self.fleet.setdefault("refreshing", set())

    def read(self, key: Key) -> Rules[Value]:
        """Use the entry, running ahead where it was prefetched; else load with neighbours."""
        entry = yield from self.look_up(key)
        if entry is None:
            return (yield from self.fetch(key))
        if entry.prefetched:
            yield Spawn(self.prefetch(key))
        return entry.value

    def write(self, key: Key, value: Value) -> Rules[Value]:
        """Commit, then delete the key."""
        value = yield Store(key, value)
        yield from self.forget(key)
        return value

    def verdict(self, key: Key, entry: Entry, now_s: float) -> Verdict:
        """Refresh in the last part of the entry's life."""
        due = now_s > self.refresh_from_s(entry)
        return max(Verdict.REFRESH if due else Verdict.USE, super().verdict(key, entry, now_s))

    def refresh_from_s(self, entry: Entry) -> float:
        """The instant from which a read starts a refresh."""
        if entry.expires_at_s == inf or self.settings.refresh_window == 0:
            return entry.expires_at_s
        life_s = entry.expires_at_s - entry.stored_at_s
        return entry.expires_at_s - self.settings.refresh_window * life_s

    def quiet_until_s(self, entry: Entry) -> float:
        """Quiet until a read would start a refresh."""
        return min(self.refresh_from_s(entry), super().quiet_until_s(entry))

    def load_and_fill(self, key: Key) -> Rules[Value]:
        """Load the key together with those that follow it."""
        if self.settings.prefetch_keys == 0:
            return (yield from super().load_and_fill(key))
        values = yield LoadMany(tuple(range(key, key + 1 + self.settings.prefetch_keys)))
        yield from self.fill(key, values[0])
        yield Spawn(self.keep(key + 1, values[1:]))
        return values[0]

    def prefetch(self, key: Key) -> Rules[None]:
        """Fetch the keys that follow a prefetched one that was used."""
        ahead = tuple(range(key + 1, key + 1 + self.settings.prefetch_keys))
        yield from self.keep(key + 1, (yield LoadMany(ahead, all_ahead=True)))

    def keep(self, first: Key, values: list[Value]) -> Rules[None]:
        """Put prefetched rows that exist into the cache, unless they are there already."""
        for key, value in enumerate(values, first):
            if value.found:
                yield from self.fill(key, value, only_if_absent=True, prefetched=True)
