"""No cache: every read and every write goes to the database. The baseline."""

from typing import Literal

from strategies.base import Strategy
from strategies.effects import Key, Load, Rules, Store, Value
from strategies.parameters import Settings
from strategies.protections.base import Lifetime


class NoCacheSettings(Settings):
    """The baseline has no parameters."""

    name: Literal["no-cache"] = "no-cache"


class NoCache(Strategy):
    """Asks the database each time: never stale, never lost, as slow and as fragile as it is.

    Use it to see what a cache is worth. Costs one database read per read; the database must
    carry the whole load, and its queue is everybody's queue.

    When: Data that must be current and a database that carries every read; else as the baseline.

    Cost: One database read for each read, so the database's queue is everybody's.

    Sources: The baseline of any comparison; M/M/c in Kleinrock, Queueing Systems I, 1975.
    """

    name = "no-cache"
    place = 0
    opens_with_get = False
    plain_reads = plain_writes = True

    def read(self, key: Key) -> Rules[Value]:
        """Load the row."""
        return (yield Load(key))

    def lifetime(self, value: Value) -> Lifetime:
        """Nothing is kept."""
        return Lifetime(0, 0)

    def write(self, key: Key, value: Value) -> Rules[Value]:
        """Store the row."""
        return (yield Store(key, value))
