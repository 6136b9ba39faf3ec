"""Cache forever: the naive approach, which fills on every load and never lets go."""

from math import inf
from typing import Literal

from strategies.base import Strategy
from strategies.effects import Get, Key, Load, Rules, Store, Value
from strategies.outage import asked
from strategies.parameters import Settings
from strategies.protections.base import Lifetime


class CacheForeverSettings(Settings):
    """The naive approach has no parameters: that is its point."""

    name: Literal["cache-forever"] = "cache-forever"


class CacheForever(Strategy):
    """Keeps whatever it has loaded, without TTL and without invalidation.

    The hit ratio looks wonderful; staleness and memory grow without bound. Even "not found" is
    remembered for ever. Right only for values that never change and fit into memory.

    When: Values never change and all of them fit into memory, such as content named by its hash.

    Cost: Memory and staleness that grow without bound once values do change.

    Sources: RFC 8246 (immutable responses) for where it is right.
    """

    name = "cache-forever"
    place = 1
    plain_reads = plain_writes = True

    def read(self, key: Key) -> Rules[Value]:
        """Use the entry if there is one, else load the row and keep it."""
        entry = yield from asked(Get(key))
        if entry is not None:
            return entry.value
        value = yield Load(key)
        yield from self.fill(key, value)
        return value

    def lifetime(self, value: Value) -> Lifetime:
        """For ever, whatever protections say."""
        return Lifetime(inf, inf)

    def write(self, key: Key, value: Value) -> Rules[Value]:
        """Store the row; the cache is not told."""
        return (yield Store(key, value))
