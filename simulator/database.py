"""The database: its rows, the time its services take, and which loads are in flight."""

from collections.abc import Callable, Iterator
from functools import partial
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from simulator.clock import NANOSECONDS
from simulator.ledger import Ledger
from simulator.scenario import Database
from simulator.streams import stream
from strategies.effects import Key, Value

BLOCK = 4096

Law = Callable[[int], NDArray[np.float64]]
"""Draws so many times."""


class Rows:
    """What the database holds: each key's version. Keys below `existing` exist from the start."""

    def __init__(self, existing: int, ledger: Ledger) -> None:
        """All rows at version 0."""
        self.existing = existing
        self.ledger = ledger
        self.held = ledger.held

    def read(self, key: Key, cost_s: float) -> Value:
        """The row as it is now."""
        version = self.held.get(key, 0)
        return Value(version, key < self.existing or version > 0, cost_s)

    def commit(self, key: Key, value: Value) -> Value:
        """Overwrite the row; answers the value with its version."""
        value = self.ledger.number(key, value)
        assert value.version is not None
        self.ledger.store(key, value.version)
        return value


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
