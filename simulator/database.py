"""The database: its rows, the time its services take, and which loads are in flight."""

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from simulator.catalogue import Catalogue
from simulator.clock import NANOSECONDS, Clock, nanoseconds
from simulator.ledger import Ledger
from simulator.scenario import Database
from simulator.streams import stream
from strategies.effects import Key, RowRejected, Value

BLOCK = 4096

Law = Callable[[int], NDArray[np.float64]]
"""Draws so many times."""


class Rows:
    """What the database holds: each key's version. Keys below `existing` exist from the start.

    So do the catalogue's lists, which nobody writes: they follow from their items.
    """

    def __init__(
        self,
        existing: int,
        ledger: Ledger,
        clock: Clock,
        database: Database,
        catalogue: Catalogue | None = None,
    ) -> None:
        """All rows at version 0; some may be of a kind that is never accepted."""
        self.existing = existing
        self.catalogue = catalogue or Catalogue()
        self.ledger, self.clock = ledger, clock
        self.held = ledger.held
        self.replica = Replica(nanoseconds(database.replica_lag_s))
        self.rejected: frozenset[Key] = frozenset()

    def reject(self, share: float, random: np.random.Generator) -> None:
        """From now on writes of this share of the keys break a rule of the schema."""
        drawn = random.random(self.existing) < share
        self.rejected = frozenset(np.flatnonzero(drawn).tolist())

    def read(self, key: Key, cost_s: float, *, ahead: bool = False) -> Value:
        """The row as it is now, or as it was when the replica last heard of it.

        Who reads `ahead` finds items only: lists are nobody's neighbours.
        """
        version = self.replica.behind(key, self.clock.moment[0])
        version = self.held.get(key, 0) if version is None else version
        is_list = self.catalogue.is_list(key)
        found = not ahead if is_list else key < self.existing or version > 0
        return Value(version, found, cost_s)

    def write(self, rows: tuple[tuple[Key, Value], ...]) -> list[Value]:
        """Overwrite all these rows or, if one of them is rejected, none."""
        if any(key in self.rejected for key, _ in rows):
            raise RowRejected
        return [self.commit(key, value) for key, value in rows]

    def commit(self, key: Key, value: Value) -> Value:
        """Overwrite the row unless it is newer; answers the value with its version."""
        value = self.ledger.number(key, value)
        assert value.version is not None
        for each in (key, *self.catalogue.derived(key)):
            self.replica.note(each, self.held.get(each, 0), self.clock.moment[0])
        self.ledger.store(key, value.version)
        return value


class Replica:
    """What readers do not know yet: commits reach them only after the lag."""

    def __init__(self, lag_ns: int) -> None:
        """Without a lag there is nothing to remember."""
        self.lag_ns = lag_ns
        self.overwritten: dict[Key, deque[tuple[int, int]]] = {}

    def note(self, key: Key, version: int, now_ns: int) -> None:
        """This version of the row is being overwritten now."""
        if self.lag_ns:
            self.overwritten.setdefault(key, deque()).append((now_ns, version))

    def behind(self, key: Key, now_ns: int) -> int | None:
        """The version that the replica still shows; None if it has the newest one."""
        unheard = self.overwritten.get(key)
        while unheard and unheard[0][0] + self.lag_ns <= now_ns:
            unheard.popleft()
        return unheard[0][1] if unheard else None


class ServiceTimes:
    """Draws how long services take, in nanoseconds; reads and writes from streams of their own."""

    def __init__(self, database: Database, seed: int) -> None:
        """The two means and the law are the scenario's."""
        self.read = sampler(database, database.read_s, seed, "database-read")
        self.write = sampler(database, database.write_s, seed, "database-write")


def sampler(database: Database, mean_s: float, seed: int, name: str) -> Callable[[], int]:
    """A function that draws one service time in nanoseconds."""
    blocks = service_blocks(database, mean_s, seed, name)
    return partial(next, (drawn for block in blocks for drawn in block.tolist()))


def service_blocks(
    database: Database, mean_s: float, seed: int, name: str
) -> Iterator[NDArray[np.int64]]:
    """Service times in nanoseconds, in blocks of equal size, for ever."""
    law = unit_law(database, stream(seed, name))
    while True:
        yield np.rint(law(BLOCK) * (mean_s * NANOSECONDS)).astype(np.int64)


def unit_law(database: Database, random: np.random.Generator) -> Law:
    """Draws n service times of mean 1."""
    if database.service == "constant":
        return np.ones
    if database.service == "exponential":
        return random.standard_exponential
    sigma = sqrt(log(1 + database.service_cv**2))
    return lambda n: random.lognormal(-(sigma**2) / 2, sigma, n)


class Flights:
    """How many loads of each key are in flight."""

    def __init__(self) -> None:
        """None at the start."""
        self.of: dict[Key, int] = {}

    def begin(self, keys: tuple[Key, ...]) -> int:
        """One more load of each key; answers how many of the first are in flight now."""
        for key in keys:
            self.of[key] = self.of.get(key, 0) + 1
        return self.of[keys[0]]

    def end(self, keys: tuple[Key, ...]) -> None:
        """One load less of each key."""
        for key in keys:
            self.of[key] -= 1
            if not self.of[key]:
                del self.of[key]
