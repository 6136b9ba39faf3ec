"""Write-through: a write is acknowledged when both the database and the cache hold it."""

from typing import Literal

from strategies.base import Strategy
from strategies.effects import Key, Rules, Store, Value
from strategies.parameters import Settings, null_ttl_parameter, ttl_parameter


class WriteThroughSettings(Settings):
    """Parameters of write-through."""

    name: Literal["write-through"] = "write-through"
    ttl_s: float | None = ttl_parameter()
    null_ttl_s: float = null_ttl_parameter()


class WriteThrough(Strategy):
    """Writes go to the database and then into the cache; reads find what was written.

    A write costs the database's time plus the cache's. Reads after a write hit, unless the
    entry was evicted. It does not end the race: a reader that missed before the write may fill
    the cache with the old row after it, and two writers may reach the cache in another order
    than the database.
    """

    name = "write-through"
    place = 3
    plain_reads = plain_writes = True

    def read(self, key: Key) -> Rules[Value]:
        """Use the cache's entry, or load the row and fill the cache."""
        entry = yield from self.look_up(key)
        if entry is not None:
            return entry.value
        return (yield from self.fetch(key))

    def write(self, key: Key, value: Value) -> Rules[Value]:
        """Commit to the database, then put the new value into the cache."""
        value = yield Store(key, value)
        yield from self.fill(key, value)
        return value
