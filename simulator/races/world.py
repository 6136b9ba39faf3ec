"""The world of a race: one cache and one database that answer at once.

Time passes only where somebody sleeps. The database keeps, besides its rows, a replica that
applies the commits when it is told to.
"""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from simulator.cache.eviction.policy import Eviction
from simulator.cache.room import Room
from simulator.cache.store import Store
from simulator.clock import nanoseconds, seconds
from simulator.counters import Counters
from simulator.ledger import Ledger
from strategies import effects as fx

KEY = 0
"""The key that all is about."""


class RaceError(ValueError):
    """Something that cannot be explored. The text is one sentence for a person."""


class Holds(NamedTuple):
    """The versions of the key that cache, database and replica hold; None for no entry."""

    cache: int | None
    database: int
    replica: int


class World:
    """Cache, database and the truth about the writes."""

    def __init__(self, *, replica_lag: bool) -> None:
        """All rows at version 0, nothing cached; with `replica_lag` loads see the replica."""
        self.ledger = Ledger()
        self.store = Store(Room(), Eviction(), self.ledger, Counters())
        self.rows = self.ledger.held
        self.replica: dict[fx.Key, int] = {}
        self.replica_lag = replica_lag
        self.now_ns = 0

    def perform(self, effect: fx.Effect) -> Any:
        """Let an effect take place; answers what the rules are told. Raises RaceError."""
        try:
            does = EFFECTS[type(effect)]
        except KeyError:
            name = type(effect).__name__
            raise RaceError(
                f"a race cannot be explored with the effect {name}: teach it to races/world.py"
            ) from None
        return does(self, effect)

    def load(self, key: fx.Key) -> fx.Value:
        """The row, as the database or its replica has it; every row exists."""
        return fx.Value((self.replica if self.replica_lag else self.rows).get(key, 0))

    def commit(self, key: fx.Key, value: fx.Value) -> fx.Value:
        """Write a row; answers the value with its version."""
        value = self.ledger.number(key, value)
        assert value.version is not None
        self.ledger.store(key, value.version)
        return value

    def commit_all(self, effect: fx.StoreMany) -> None:
        """Write several rows."""
        for key, value in effect.rows:
            self.commit(key, value)

    def wake(self, slept_from_ns: int, effect: fx.Sleep) -> None:
        """A sleeper wakes, in time or late: it is no earlier now than it was to be."""
        self.now_ns = max(self.now_ns, slept_from_ns + nanoseconds(effect.for_s))

    @property
    def now_s(self) -> float:
        """The time."""
        return seconds(self.now_ns)

    def vanish(self) -> None:
        """The key's entry expires or is evicted."""
        self.store.remove(KEY)

    def replicate(self) -> None:
        """The replica applies all commits so far."""
        self.replica = dict(self.rows)

    @property
    def lags(self) -> bool:
        """Has the replica still to apply a commit?"""
        return self.replica_lag and self.replica != self.rows

    def holds(self) -> Holds:
        """Who has which version of the key."""
        record = self.store.live(KEY, self.now_ns)
        version = None if record is None else record.value.version
        return Holds(version, self.rows.get(KEY, 0), self.replica.get(KEY, 0))

    def key(self) -> Hashable:
        """All that decides how things go on."""
        records = tuple((k, r.entry()) for k, r in self.store.records.items())
        rows = tuple(self.rows.items()), tuple(self.replica.items())
        tokens = tuple(self.store.tokens.held.items())
        return records, tokens, rows, self.ledger.newest(KEY), self.now_ns


EFFECTS: dict[type[Any], Callable[[World, Any], Any]] = {
    fx.Get: lambda world, effect: world.store.get(effect.key, world.now_ns),
    fx.Set: lambda world, effect: world.store.set(effect, world.now_ns),
    fx.Delete: lambda world, effect: world.store.delete(effect.key, world.now_ns),
    fx.Acquire: lambda world, effect: world.store.tokens.acquire(effect, world.now_ns),
    fx.Release: lambda world, effect: world.store.tokens.release(effect, world.now_ns),
    fx.Load: lambda world, effect: world.load(effect.key),
    fx.LoadMany: lambda world, effect: [world.load(key) for key in effect.keys],
    fx.Store: lambda world, effect: world.commit(effect.key, effect.value),
    fx.StoreMany: World.commit_all,
}
"""How each effect is performed that takes a step, but for sleep."""
