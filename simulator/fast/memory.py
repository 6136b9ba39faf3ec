"""The cache's memory as the kernel sees it: one row of numbers for each key."""

from math import floor, inf
from random import Random
from typing import Any

import numpy as np

from simulator.cache.eviction import SAMPLES, Residents, Unlimited
from simulator.cache.store import Record, Store
from simulator.clock import FOREVER, NANOSECONDS
from simulator.experiment import Experiment
from simulator.fast import kernel as k
from simulator.outcome import CODE
from strategies.base import Strategy
from strategies.effects import Entry, Key
from strategies.protections.base import Protection

NOT_QUIET = -1
FRESH, NEGATIVE = CODE["fresh_hit"], CODE["negative_hit"]


class State:
    """Everything the kernel must know of the keys; the last row holds the ends of a list."""

    def __init__(self, keys: int) -> None:
        """No entries, nothing acknowledged."""
        self.rows = np.zeros((keys + 1, k.STATES), dtype=np.int64)
        self.rows[:, k.QUIET] = NOT_QUIET
        self.rows[:, k.STALE] = FOREVER
        self.rows[keys, k.BEFORE] = self.rows[keys, k.AFTER] = keys
        self.cells: Any = self.rows.data

    def acknowledged(self, key: Key, version: int, now_ns: int) -> None:
        """A write was acknowledged: an older entry is stale from now on."""
        cells = self.cells
        if version > cells[key, k.ACKED]:
            cells[key, k.ACKED] = version
            if cells[key, k.HELD] < version and cells[key, k.STALE] == FOREVER:
                cells[key, k.STALE] = now_ns


class Mirrored(Store):
    """A store that tells the kernel's state of every change."""

    def __init__(
        self, experiment: Experiment, eviction: Any, state: State, strategy: Strategy
    ) -> None:
        """`strategy` says how long its entries are quiet."""
        capacity = experiment.scenario.cache.capacity_entries
        super().__init__(capacity, eviction, experiment.ledger, experiment.counters)
        self.cells = state.cells
        self.strategy = strategy
        self.usual = is_usual(strategy)

    def get(self, key: Key, now_ns: int) -> Entry | None:
        """As the store does; the mark of a prefetched entry goes with its first reader."""
        entry = super().get(key, now_ns)
        if entry is not None and entry.prefetched:
            self.show(key, self.records[key])
        return entry

    def insert(self, key: Key, record: Record, now_ns: int) -> None:
        """As the store does."""
        super().insert(key, record, now_ns)
        self.show(key, record)

    def remove(self, key: Key) -> None:
        """As the store does."""
        super().remove(key)
        self.cells[key, k.QUIET] = NOT_QUIET

    def show(self, key: Key, record: Record) -> None:
        """Write an entry into the kernel's state."""
        value = record.value
        assert value.version is not None
        since_ns = self.ledger.unseen_since(key, value.version)
        cells = self.cells
        cells[key, k.HELD] = value.version
        cells[key, k.STALE] = FOREVER if since_ns is None else since_ns
        cells[key, k.WORD] = FRESH if value.found else NEGATIVE
        if self.usual:
            cells[key, k.QUIET] = NOT_QUIET if record.prefetched else record.soft_ns
        else:
            cells[key, k.QUIET] = quiet_ns(self.strategy.quiet_until_s(record.entry()))


def is_usual(strategy: Strategy) -> bool:
    """Are this strategy's entries quiet until they expire? Then nobody needs to be asked."""
    own = type(strategy).quiet_until_s is not Strategy.quiet_until_s
    return not own and all(
        type(p).quiet_until_s is Protection.quiet_until_s for p in strategy.protections
    )


def quiet_ns(quiet_until_s: float) -> int:
    """The last instant that is quiet for sure, whatever the rounding."""
    if quiet_until_s == inf:
        return FOREVER
    return NOT_QUIET if quiet_until_s <= 0 else floor(quiet_until_s * NANOSECONDS) - 2


class ListLru:
    """The least recently used entry of all, in the kernel's linked list."""

    recency = k.ORDER

    def __init__(self, random: Random, state: State) -> None:
        """Needs no chance."""
        self.state = state.cells
        self.ends = len(state.rows) - 1

    def insert(self, key: Key, now_ns: int) -> None:
        """The newest stands last."""
        newest = self.state[self.ends, k.BEFORE]
        self.state[key, k.BEFORE], self.state[key, k.AFTER] = newest, self.ends
        self.state[newest, k.AFTER] = self.state[self.ends, k.BEFORE] = key

    def touch(self, key: Key, now_ns: int) -> None:
        """To the end of the line."""
        self.remove(key)
        self.insert(key, now_ns)

    def remove(self, key: Key) -> None:
        """Out of the line."""
        before, after = self.state[key, k.BEFORE], self.state[key, k.AFTER]
        self.state[before, k.AFTER] = after
        self.state[after, k.BEFORE] = before

    def victim(self) -> Key:
        """The first in the line."""
        return int(self.state[self.ends, k.AFTER])


class ClockLru:
    """The least recently used of a few drawn at random; the kernel keeps the times of use."""

    recency = k.CLOCK

    def __init__(self, random: Random, state: State) -> None:
        """Chance comes from a stream of its own."""
        self.random = random
        self.state = state.cells
        self.residents = Residents()

    def insert(self, key: Key, now_ns: int) -> None:
        """Storing counts as use."""
        self.residents.add(key)
        self.state[key, k.USED] = now_ns

    def touch(self, key: Key, now_ns: int) -> None:
        """Used now."""
        self.state[key, k.USED] = now_ns

    def remove(self, key: Key) -> None:
        """Forget it."""
        self.residents.discard(key)

    def victim(self) -> Key:
        """The one idle for longest in a fresh sample; of equals the smallest key."""
        sample = self.residents.sample(SAMPLES, self.random)
        return min(sample, key=lambda key: (self.state[key, k.USED], key))


class NoRecency(Unlimited):
    """For a cache that is never full."""

    recency = k.NONE


EVICTIONS = {"lru": ListLru, "allkeys-lru": ClockLru}
"""The policies by name, as the kernel supports them."""
