"""The world of a race: one cache and one database in which no time passes.

Nothing expires unless it is told to, and the database keeps, besides its rows, a replica that
applies the commits when it is told to.
"""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from simulator.cache.eviction import Unlimited
from simulator.cache.store import Store
from simulator.counters import Counters
from simulator.database import Rows
from simulator.ledger import Ledger
from strategies import effects as fx

KEY = 0
"""The key that all is about."""
EXISTING = 2**30
"""So many rows exist: more than anybody asks for."""


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
        self.store = Store(None, Unlimited(), self.ledger, Counters())
        self.rows = Rows(EXISTING, self.ledger)
        self.replica_lag = replica_lag
        self.replica: dict[fx.Key, int] = {}

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
        """The row, as the database or its replica has it."""
        if self.replica_lag:
            return fx.Value(self.replica.get(key, 0))
        return self.rows.read(key, 0.0)

    def commit_all(self, effect: fx.StoreMany) -> None:
        """Write several rows."""
        for key, value in effect.rows:
            self.rows.commit(key, value)

    def vanish(self) -> None:
        """The key's entry expires or is evicted."""
        self.store.remove(KEY)

    def replicate(self) -> None:
        """The replica applies all commits so far."""
        self.replica = dict(self.rows.held)

    @property
    def lags(self) -> bool:
        """Has the replica still to apply a commit?"""
        return self.replica_lag and self.replica != self.rows.held

    def holds(self) -> Holds:
        """Who has which version of the key."""
        record = self.store.records.get(KEY)
        version = None if record is None else record.value.version
        return Holds(version, self.rows.held.get(KEY, 0), self.replica.get(KEY, 0))

    def key(self) -> Hashable:
        """All that decides how things go on."""
        records = tuple((k, r.value, r.prefetched) for k, r in self.store.records.items())
        rows = (tuple(self.rows.held.items()), tuple(self.replica.items()))
        return records, tuple(self.store.tokens.held.items()), rows, self.ledger.newest(KEY)


EFFECTS: dict[type[Any], Callable[[World, Any], Any]] = {
    fx.Get: lambda world, effect: world.store.get(effect.key, 0),
    fx.Set: lambda world, effect: world.store.set(effect, 0),
    fx.Delete: lambda world, effect: world.store.delete(effect.key, 0),
    fx.Acquire: lambda world, effect: world.store.tokens.acquire(effect, 0),
    fx.Release: lambda world, effect: world.store.tokens.release(effect, 0),
    fx.Load: lambda world, effect: world.load(effect.key),
    fx.LoadMany: lambda world, effect: [world.load(key) for key in effect.keys],
    fx.Store: lambda world, effect: world.rows.commit(effect.key, effect.value),
    fx.StoreMany: World.commit_all,
    fx.Sleep: lambda _world, _effect: None,
}
"""How each effect that takes a step is performed, all at instant 0."""
