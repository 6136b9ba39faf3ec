"""Write-through: a write is acknowledged when both the database and the cache hold it."""

from typing import Literal

from strategies.base import Strategy, seconds_or_none
from strategies.effects import Crashed, Key, Rules, ServiceError, Set, Store, Value
from strategies.outage import asked
from strategies.parameters import (
    Settings,
    gap_parameter,
    keep_ttl_parameter,
    null_ttl_parameter,
    parameter,
    ttl_parameter,
)


class WriteThroughSettings(Settings):
    """Parameters of write-through."""

    name: Literal["write-through"] = "write-through"
    ttl_s: float | None = ttl_parameter()
    null_ttl_s: float = null_ttl_parameter()
    order: Literal["database-first", "cache-first"] = parameter(
        "database-first",
        "Order",
        "Which of the two hears of a write first. With the cache first, readers see a value "
        "that the database may never get.",
    )
    allocate: Literal["always", "if-present", "never"] = parameter(
        "always",
        "Write-allocate",
        "Whether a write puts its value into the cache: always, only over an entry that is "
        "there, or never; then it deletes the key (write-around).",
    )
    keep_ttl: bool = keep_ttl_parameter()
    gap_s: float = gap_parameter()
    crash_between: float = parameter(
        0.0,
        "Crash between",
        "Failure case: how often the writer dies after the first step and before the second. "
        "The write is not acknowledged, and cache and database disagree.",
        low=0,
        high=1,
        slider=(0, 0.1),
        step=0.001,
    )


class WriteThrough(Strategy):
    """Writes go to the database and then into the cache; reads find what was written.

    A write costs the database's time plus the cache's. Reads after a write hit, unless the
    entry was evicted. It does not end the race: a reader that missed before the write may fill
    the cache with the old row after it, two writers may reach the cache in another order than
    the database, and a writer that dies between its two steps leaves them apart. Written around
    the cache, a row is fetched only when somebody reads it.

    When: What is written is soon read, and writers can wait for two systems.

    Cost: Each write takes the cache's time too, and fills the cache with rows that nobody may
    read.

    Sources: Oracle Coherence, Read-Through, Write-Through, Write-Behind and Refresh-Ahead
    Caching.
    """

    name = "write-through"
    place = 3
    plain_reads = True
    settings: WriteThroughSettings

    @property
    def plain_writes(self) -> bool:
        """Always the same steps, unless the writer may die between them."""
        return self.settings.order == "database-first" and self.settings.crash_between == 0

    def read(self, key: Key) -> Rules[Value]:
        """Use the cache's entry, or load the row and fill the cache."""
        entry = yield from self.look_up(key)
        if entry is not None:
            return entry.value
        return (yield from self.fetch(key))

    def write(self, key: Key, value: Value) -> Rules[Value]:
        """Two steps, in the chosen order; returning acknowledges both."""
        if self.settings.order == "cache-first":
            return (yield from self.cache_first(key, value))
        value = yield Store(key, value)
        yield from self.between()
        yield from self.tell(key, value)
        return value

    def tell(self, key: Key, value: Value) -> Rules[None]:
        """The cache hears of a committed write."""
        if self.settings.allocate == "never":
            yield from self.forget(key)
        else:
            in_place = self.settings.allocate == "if-present"
            kept = self.settings.keep_ttl
            yield from self.fill(key, value, only_if_present=in_place, keep_ttl=kept)
            yield from self.forget_derived(key)

    def cache_first(self, key: Key, value: Value) -> Rules[Value]:
        """The cache hears before the database; if that fails, it is told to forget."""
        if self.settings.allocate == "never":
            yield from self.forget(key)
        else:
            soft_s, hard_s = (seconds_or_none(span_s) for span_s in self.lifetime(value))
            in_place = self.settings.allocate == "if-present"
            put = Set(key, value, hard_s, soft_s, only_if_present=in_place)
            put = put._replace(keep_ttl=self.settings.keep_ttl)
            value = (yield from asked(put)) or value
            yield from self.forget_derived(key)
        yield from self.between()
        try:
            return (yield Store(key, value))
        except ServiceError:
            yield from self.forget(key)
            raise

    def between(self) -> Rules[None]:
        """What may happen between the two steps: time passes, or the writer dies."""
        if self.random.random() < self.settings.crash_between:
            raise Crashed
        yield from self.pause(self.settings.gap_s)
