"""Cache-aside (look-aside, lazy loading): the application loads on a miss and fills the cache."""

from typing import Any, Literal

from strategies.base import Strategy
from strategies.effects import Acquire, Key, Load, Rules, Sleep, Spawn, Store, Value
from strategies.outage import asked
from strategies.parameters import (
    Settings,
    gap_parameter,
    keep_ttl_parameter,
    null_ttl_parameter,
    parameter,
    token_ttl_parameter,
    ttl_parameter,
)
from strategies.protections.refill import refill

Invalidation = Literal[
    "ttl-only",
    "delete-after",
    "delete-before",
    "double-delete",
    "update-after",
    "versioned-set",
    "lease",
    "cdc",
]


class CacheAsideSettings(Settings):
    """Parameters of cache-aside."""

    name: Literal["cache-aside"] = "cache-aside"
    ttl_s: float | None = ttl_parameter()
    null_ttl_s: float = null_ttl_parameter()
    invalidation: Invalidation = parameter(
        "delete-after",
        "On a write",
        "What a write does to the cache: nothing (ttl-only); delete the key after the commit, "
        "before it, or twice; put the new value in after the commit (update-after), or only over "
        "an older one (versioned-set); delete it and refuse readers' older refills (lease); or "
        "leave the delete to a tail of the database's log (cdc).",
    )
    second_delete_s: float = parameter(
        0.5,
        "Second delete after",
        "How long after the commit a double-delete repeats the delete.",
        low=0,
        high=60,
        unit="s",
        slider=(0, 5),
        step=0.1,
    )
    cdc_lag_s: float = parameter(
        0.2,
        "Log lag",
        "How long after the commit the delete that was read from the log sets out (cdc).",
        low=0,
        high=3600,
        unit="s",
        slider=(0, 30),
        step=0.1,
    )
    update_absent: bool = parameter(
        True,
        "Update absent keys",
        "Whether update-after and versioned-set also put in a key that is not cached.",
    )
    keep_ttl: bool = keep_ttl_parameter()
    refill_lease_s: float = token_ttl_parameter(
        10.0, "Refill lease", "How long a reader may take to refill the cache (lease)."
    )
    gap_s: float = gap_parameter()


class CacheAside(Strategy):
    """Reads look into the cache first and fill it on a miss; writes go to the database.

    A write commits, then deletes the key: deletes are idempotent, and the next reader fetches
    the current row (Nishtala et al., Scaling Memcache at Facebook, NSDI 2013). A reader that
    took its row before the commit can still fill the cache after the delete; that entry is
    stale until the TTL or the next write ends it. A lease or a version closes that door.
    Without invalidation (`ttl-only`) any entry may be stale for up to the TTL plus the time a
    load takes.

    When: Reads outnumber writes and a short staleness does no harm: the usual first choice.

    Cost: The first reader after each expiry or write waits for the database, and races stay
    possible.

    Sources: Nishtala et al., Scaling Memcache at Facebook, NSDI 2013; Microsoft, Azure
    Architecture Center, Cache-Aside pattern.
    """

    name = "cache-aside"
    place = 2
    plain_writes = True
    settings: CacheAsideSettings

    @property
    def plain_reads(self) -> bool:
        """Refills are unconditional, unless they need a lease or a version."""
        return self.settings.invalidation not in {"versioned-set", "lease"}

    def read(self, key: Key) -> Rules[Value]:
        """Use the cache's entry, or load the row and fill the cache."""
        entry = yield from self.look_up(key)
        if entry is not None:
            return entry.value
        return (yield from self.fetch(key))

    def write(self, key: Key, value: Value) -> Rules[Value]:
        """Commit; before or after that, the cache is told, or not."""
        if self.settings.invalidation in {"delete-before", "double-delete"}:
            yield from self.forget(key)
        if self.settings.invalidation == "delete-before":
            yield from self.pause(self.settings.gap_s)
        value = yield Store(key, value)
        yield from self.invalidate(key, value)
        return value

    def invalidate(self, key: Key, value: Value) -> Rules[None]:
        """What comes after the commit."""
        how, settings = self.settings.invalidation, self.settings
        if how == "double-delete":
            yield Spawn(self.delete_later(key, settings.second_delete_s))
        elif how == "cdc":
            yield Spawn(self.delete_later(key, settings.cdc_lag_s))
        elif how in {"delete-after", "lease"}:
            yield from self.pause(settings.gap_s)
            yield from self.forget(key)
        elif how in {"update-after", "versioned-set"}:
            yield from self.pause(settings.gap_s)
            in_place = not settings.update_absent
            yield from self.fill(key, value, only_if_present=in_place, keep_ttl=settings.keep_ttl)
            yield from self.forget_derived(key)

    def delete_later(self, key: Key, after_s: float) -> Rules[None]:
        """A delete that comes on its own, and removes what a slow reader may have put in."""
        yield Sleep(after_s)
        yield from self.forget(key)

    def fill(self, key: Key, value: Value, **options: Any) -> Rules[None]:
        """Set the key; with versions, never over a newer value."""
        if self.settings.invalidation == "versioned-set":
            options["unless_older"] = True
        return super().fill(key, value, **options)

    def load_and_fill(self, key: Key) -> Rules[Value]:
        """Load the row and fill the cache; under a lease, which a delete voids, if so chosen."""
        if self.settings.invalidation != "lease" or self.is_leased:
            return (yield from super().load_and_fill(key))
        token = self.random.getrandbits(62)
        ask = Acquire(key, token, self.settings.refill_lease_s, "lease")
        if not (yield from asked(ask, otherwise=True)):
            return (yield Load(key))
        return (yield from refill(key, token, super().load_and_fill))

    @property
    def is_leased(self) -> bool:
        """Does a protection see to leases already?"""
        return any(protection.name == "lease" for protection in self.protections)
