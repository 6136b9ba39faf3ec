"""Write-behind (write-back): a write is acknowledged by the cache; the database hears later."""

from collections.abc import Iterator
from typing import Literal

from strategies.base import Strategy, seconds_or_none
from strategies.effects import (
    Key,
    Rules,
    ServiceError,
    Set,
    Sleep,
    Store,
    StoreMany,
    Value,
)
from strategies.outage import asked
from strategies.parameters import Settings, null_ttl_parameter, parameter, ttl_parameter


class WriteBehindSettings(Settings):
    """Parameters of write-behind."""

    name: Literal["write-behind"] = "write-behind"
    ttl_s: float | None = ttl_parameter()
    null_ttl_s: float = null_ttl_parameter()
    flush_interval_s: float = parameter(
        1.0,
        "Flush interval",
        "Every so often all dirty keys are written to the database, the last value of each.",
        low=0.001,
        high=3600,
        unit="s",
        slider=(0.1, 60),
        scale="log",
    )
    batch_size: int = parameter(
        50,
        "Batch size",
        "The most rows that one statement of a flush writes.",
        low=1,
        high=100_000,
        unit="rows",
        slider=(1, 1000),
        scale="log",
    )


class WriteBehind(Strategy):
    """Writes end in the cache; a flush writes each dirty key's last value to the database.

    Writes are fast, and many writes of one key become one store (coalescing). What was
    acknowledged since the last flush exists in the cache tier only: a crash there loses it.
    The queue of dirty keys belongs to the cache tier, is shared by all nodes, and answers
    reads of queued keys (as in Oracle Coherence), so readers through the cache are current;
    whoever asks the database directly is not. A load never overwrites a newer cached value.
    While the cache cannot be reached, writes wait for the database.
    """

    name = "write-behind"
    place = 4
    settings: WriteBehindSettings

    @property
    def dirty(self) -> dict[Key, Value]:
        """The last acknowledged value of each key that the database does not hold yet."""
        return self.fleet.setdefault("dirty", {})

    def read(self, key: Key) -> Rules[Value]:
        """Use the cache's entry, else the queued value, else load the row."""
        entry = yield from self.look_up(key)
        if entry is not None:
            return entry.value
        return self.dirty[key] if key in self.dirty else (yield from self.fetch(key))

    def fill(self, key: Key, value: Value, **options: bool) -> Rules[None]:
        """Fill with what is queued rather than loaded, and never over a newer value."""
        value = self.dirty.get(key, value)
        yield from super().fill(key, value, unless_older=True, **options)

    def write(self, key: Key, value: Value) -> Rules[Value]:
        """Put the value into the cache and queue it for the database."""
        soft_s, hard_s = self.lifetime(value)
        put = Set(key, value, seconds_or_none(hard_s), seconds_or_none(soft_s))
        queued: Value | None = yield from asked(put)
        if queued is None:
            return (yield from self.write_past(key, value))
        self.dirty[key] = queued
        return queued

    def write_past(self, key: Key, value: Value) -> Rules[Value]:
        """Store at once, because the cache cannot be reached; older values need no flush."""
        stored = yield Store(key, value)
        queued = self.dirty.get(key)
        if queued is not None and queued.version < stored.version:
            del self.dirty[key]
        return stored

    def background(self) -> Iterator[Rules[None]]:
        """The flusher."""
        yield self.flush_for_ever()

    def flush_for_ever(self) -> Rules[None]:
        """Flush, sleep, flush; a failed flush is tried again with the next one."""
        while True:
            yield Sleep(self.settings.flush_interval_s)
            yield from self.flush()

    def flush(self) -> Rules[None]:
        """Write all keys that are dirty now, in batches; each is clean once it is stored."""
        rows = list(self.dirty.items())
        for start in range(0, len(rows), self.settings.batch_size):
            yield from self.store(tuple(rows[start : start + self.settings.batch_size]))

    def store(self, rows: tuple[tuple[Key, Value], ...]) -> Rules[None]:
        """Write one batch; a key written again meanwhile stays dirty, a failed batch too."""
        try:
            yield StoreMany(rows)
        except ServiceError:
            return
        for key, value in rows:
            if self.dirty.get(key) == value:
                del self.dirty[key]

    def drain(self) -> Rules[None]:
        """Flush what is left, so that nothing acknowledged is lost by an orderly stop."""
        yield from self.flush()

    def backlog(self) -> int:
        """Dirty keys."""
        return len(self.dirty)
