"""Cache-aside (look-aside, lazy loading): the application loads on a miss and fills the cache."""

from typing import Literal

from strategies.base import Strategy
from strategies.effects import Delete, Key, Rules, Sleep, Spawn, Store, Value
from strategies.outage import asked
from strategies.parameters import Settings, null_ttl_parameter, parameter, ttl_parameter

Invalidation = Literal["ttl-only", "delete-after", "delete-before", "double-delete", "update-after"]


class CacheAsideSettings(Settings):
    """Parameters of cache-aside."""

    name: Literal["cache-aside"] = "cache-aside"
    ttl_s: float | None = ttl_parameter()
    null_ttl_s: float = null_ttl_parameter()
    invalidation: Invalidation = parameter(
        "delete-after",
        "On a write",
        "What a write does to the cache: nothing (ttl-only), delete the key after the commit, "
        "delete it before, delete it twice, or put the new value in after the commit.",
    )
    second_delete_s: float = parameter(
        0.5,
        "Second delete after",
        "How long after the first delete a double-delete repeats it.",
        low=0,
        high=60,
        unit="s",
        slider=(0, 5),
        step=0.1,
    )


class CacheAside(Strategy):
    """Reads look into the cache first and fill it on a miss; writes go to the database.

    A write commits, then deletes the key: deletes are idempotent, and the next reader fetches
    the current row (Nishtala et al., Scaling Memcache at Facebook, NSDI 2013). A reader that
    took its row before the commit can still fill the cache after the delete; that entry is
    stale until the TTL ends it. Without invalidation (`ttl-only`) any entry may be stale for
    up to the TTL plus the time a load takes.
    """

    name = "cache-aside"
    place = 2
    plain_reads = plain_writes = True
    settings: CacheAsideSettings

    def read(self, key: Key) -> Rules[Value]:
        """Use the cache's entry, or load the row and fill the cache."""
        entry = yield from self.look_up(key)
        if entry is not None:
            return entry.value
        return (yield from self.fetch(key))

    def write(self, key: Key, value: Value) -> Rules[Value]:
        """Commit, then (or first, or twice, or not at all) make the cache forget the key."""
        how = self.settings.invalidation
        if how in ("delete-before", "double-delete"):
            yield from asked(Delete(key))
        value = yield Store(key, value)
        if how == "delete-after":
            yield from asked(Delete(key))
        elif how == "double-delete":
            yield Spawn(self.delete_later(key))
        elif how == "update-after":
            yield from self.fill(key, value)
        return value

    def delete_later(self, key: Key) -> Rules[None]:
        """The second delete, which removes what a slow reader may have put in meanwhile."""
        yield Sleep(self.settings.second_delete_s)
        yield from asked(Delete(key))
