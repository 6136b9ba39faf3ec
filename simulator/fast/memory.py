"""The cache's memory as the kernel sees it, one row of numbers a key, and Python's way to it."""

from dataclasses import asdict
from math import floor, inf
from typing import Any

import numpy as np

from simulator.cache.eviction import SAMPLES, Residents
from simulator.cache.guard import MOST_VETOES, Guard
from simulator.cache.tokens import Tokens
from simulator.clock import FOREVER, NANOSECONDS, deadline, seconds
from simulator.counters import Counters
from simulator.experiment import Experiment
from simulator.fast import entries
from simulator.fast import layout as k
from simulator.outcome import CODE
from strategies.base import Strategy
from strategies.effects import Entry, Key, Set, Value
from strategies.protections.base import Protection

FRESH, NEGATIVE = CODE["fresh_hit"], CODE["negative_hit"]


class State:
    """Everything the kernel must know of the keys; the last row holds the ends of a list."""

    def __init__(self, keys: int) -> None:
        """No entries, nothing acknowledged."""
        self.rows = np.zeros((keys + 1, k.STATES), dtype=np.int64)
        self.rows[:, k.QUIET] = self.rows[:, k.EXPIRES] = k.ABSENT
        self.rows[:, k.STALE] = FOREVER
        self.rows[keys, k.BEFORE] = self.rows[keys, k.AFTER] = keys
        self.cells: Any = self.rows.data

    def acknowledged(self, key: Key, version: int, now_ns: int) -> None:
        """A write was acknowledged: an older entry is stale from now on."""
        cells = self.cells
        if version > cells[key, k.ACKED]:
            cells[key, k.PREVIOUS] = cells[key, k.ACKED]
            cells[key, k.ACKED], cells[key, k.HIGH_AT] = version, now_ns
            if cells[key, k.HELD] < version and cells[key, k.STALE] == FOREVER:
                cells[key, k.STALE] = now_ns


class Memory:
    """The cache's entries. It does what simulator.cache.store does, on the kernel's state."""

    def __init__(self, experiment: Experiment, state: State, walk: Any) -> None:
        """Empty; counts what the kernel counts in the kernel's cells."""
        cache, self.walk, self.cells = experiment.scenario.cache, walk.data, state.cells
        self.state, self.walk_array = state.rows, walk
        self.ledger, self.counters = experiment.ledger, experiment.counters
        self.strategy = experiment.nodes[0]
        self.tokens = Tokens()
        self.guard: Guard | None = None
        self.usual = is_usual(self.strategy)
        capacity = cache.capacity_entries
        self.walk[k.CAPACITY] = FOREVER if capacity is None else capacity
        self.sampled: Sample | None = None
        if capacity is not None:
            sampled = cache.eviction == "allkeys-lru"
            self.walk[k.RECENCY] = k.CLOCK if sampled else k.ORDER
            self.sampled = Sample(experiment, self.cells) if sampled else None

    def get(self, key: Key, now_ns: int) -> Entry | None:
        """The live entry; the first reader of a prefetched one takes the mark with it."""
        cells = self.cells
        if not self.live(key, now_ns):
            self.walk[k.MISSES] += 1
            return None
        if self.walk[k.RECENCY]:
            entries.use(self.state, self.walk_array, key, now_ns)
        entry = self.entry(key)
        if entry.prefetched:
            cells[key, k.PREFETCHED] = 0
            self.counters.prefetch_hits += 1
            self.show_quiet(key)
        return entry

    def live(self, key: Key, now_ns: int) -> bool:
        """Is there a live entry? An expired one is removed on the way."""
        expires_ns = self.cells[key, k.EXPIRES]
        if expires_ns >= now_ns:
            return True
        if expires_ns != k.ABSENT:
            self.remove(key)
            self.walk[k.EXPIRED] += 1
        return False

    def entry(self, key: Key) -> Entry:
        """What a reader gets."""
        cells = self.cells
        found, cost_ns = cells[key, k.WORD] == FRESH, cells[key, k.COST]
        return Entry(
            Value(cells[key, k.HELD], found, seconds(cost_ns)),
            seconds(cells[key, k.STORED]),
            seconds(cells[key, k.SOFT]),
            seconds(cells[key, k.EXPIRES]),
            cells[key, k.PREFETCHED] == 1,
        )

    def set(self, effect: Set, now_ns: int) -> Value | None:
        """Put a value in, unless a condition refuses; numbers it if it has no version."""
        key = effect.key
        held = self.live(key, now_ns)
        if self.tokens.refuses(effect, now_ns) or self.refuses(effect, held=held):
            return None
        if not held and effect.ttl_s != 0 and not self.make_room(now_ns):
            return None
        self.tokens.change(key, effect.lease)
        value = self.ledger.number(key, effect.value)
        ends = self.ends(effect, now_ns, kept=held and effect.keep_ttl)
        if held:
            self.remove(key)
        if effect.ttl_s != 0:
            self.insert(key, now_ns)
            self.write(effect, value, now_ns, ends)
        return value

    def ends(self, effect: Set, now_ns: int, *, kept: bool) -> tuple[int, int]:
        """When a new entry expires, and when its soft TTL ends."""
        if kept:
            return self.cells[effect.key, k.EXPIRES], self.cells[effect.key, k.SOFT]
        expires_ns = deadline(now_ns, effect.ttl_s)
        if effect.soft_ttl_s == effect.ttl_s:
            return expires_ns, expires_ns
        return expires_ns, min(deadline(now_ns, effect.soft_ttl_s), expires_ns)

    def refuses(self, effect: Set, *, held: bool) -> bool:
        """Does a live entry, or that there is none, stop this set?"""
        if not held:
            return effect.only_if_present
        if effect.only_if_absent:
            return True
        version = effect.value.version
        older = version is not None and version < self.cells[effect.key, k.HELD]
        return effect.unless_older and older

    def make_room(self, now_ns: int) -> bool:
        """Evict while there is no room for one more; False if nobody may leave."""
        while self.walk[k.ENTRIES] >= self.walk[k.CAPACITY]:
            victim = self.victim(now_ns)
            if victim is None:
                return False
            self.remove(victim)
            self.walk[k.EVICTED] += 1
            if self.guard is not None:
                self.guard.has_left(victim)
        return True

    def victim(self, now_ns: int) -> Key | None:
        """The entry that should leave and may; one that may not counts as used."""
        for _ in range(min(self.walk[k.ENTRIES], MOST_VETOES)):
            key = self.candidate()
            if self.guard is None or self.guard.may_leave(key):
                return key
            entries.use(self.state, self.walk_array, key, now_ns)
        return None

    def insert(self, key: Key, now_ns: int) -> None:
        """Add an entry, for which there is room."""
        walk = self.walk
        walk[k.ENTRIES] += 1
        walk[k.PEAK] = max(walk[k.PEAK], walk[k.ENTRIES])
        if self.sampled is not None:
            self.sampled.add(key, now_ns)
        elif walk[k.RECENCY] == k.ORDER:
            entries.append(self.state, key)

    def write(self, effect: Set, value: Value, now_ns: int, ends: tuple[int, int]) -> None:
        """Write an entry into the kernel's state."""
        key, cells = effect.key, self.cells
        cells[key, k.EXPIRES], cells[key, k.SOFT] = ends
        cells[key, k.STORED] = now_ns
        cells[key, k.HELD], cells[key, k.COST] = value.version, round(value.cost_s * NANOSECONDS)
        cells[key, k.WORD] = FRESH if value.found else NEGATIVE
        cells[key, k.PREFETCHED] = effect.prefetched
        self.counters.prefetched += effect.prefetched
        self.show_stale(key)
        self.show_quiet(key)

    def show_stale(self, key: Key) -> None:
        """Note since when an entry is stale."""
        since_ns = self.ledger.unseen_since(key, self.cells[key, k.HELD])
        self.cells[key, k.STALE] = FOREVER if since_ns is None else since_ns

    def show_quiet(self, key: Key) -> None:
        """Note until when reads of an entry are quiet."""
        cells = self.cells
        if self.usual:
            prefetched = cells[key, k.PREFETCHED]
            cells[key, k.QUIET] = k.ABSENT if prefetched else cells[key, k.SOFT]
        else:
            cells[key, k.QUIET] = quiet_ns(self.strategy.quiet_until_s(self.entry(key)))

    def candidate(self) -> Key:
        """The entry that should leave."""
        if self.sampled is not None:
            return self.sampled.victim()
        return int(self.cells[len(self.state) - 1, k.AFTER])

    def delete(self, key: Key, now_ns: int) -> bool:
        """Remove an entry; True if a live one was there."""
        self.tokens.change(key)
        if not self.live(key, now_ns):
            return False
        self.remove(key)
        return True

    def remove(self, key: Key) -> None:
        """Take an entry out, for whatever reason."""
        cells = self.cells
        cells[key, k.EXPIRES] = cells[key, k.QUIET] = k.ABSENT
        self.walk[k.ENTRIES] -= 1
        if self.sampled is not None:
            self.sampled.residents.discard(key)
        elif self.walk[k.RECENCY] == k.ORDER:
            entries.unlink(self.state, key)
        self.counters.prefetch_wasted += cells[key, k.PREFETCHED]

    def keys(self) -> list[Key]:
        """The keys of all entries, expired ones included."""
        found: list[Key] = np.flatnonzero(self.state[:, k.EXPIRES] != k.ABSENT).tolist()
        return found

    def wipe(self) -> None:
        """The server has lost its memory: entries, locks and leases."""
        for key in self.keys():
            self.remove(key)
        self.tokens = Tokens()

    def waste(self, now_ns: int) -> int:
        """Prefetched entries that expired unused and have not been removed yet."""
        expires = self.state[:, k.EXPIRES]
        unused = (expires != k.ABSENT) & (expires < now_ns) & (self.state[:, k.PREFETCHED] == 1)
        return int(unused.sum())


class Sample:
    """The least recently used of a few drawn at random; the kernel keeps the times of use."""

    def __init__(self, experiment: Experiment, cells: Any) -> None:
        """Chance comes from a stream of its own."""
        self.random = experiment.eviction_random()
        self.residents = Residents()
        self.cells = cells

    def add(self, key: Key, now_ns: int) -> None:
        """Storing counts as use."""
        self.residents.add(key)
        self.cells[key, k.USED] = now_ns

    def victim(self) -> Key:
        """The one idle for longest in a fresh sample; of equals the smallest key."""
        sample = self.residents.sample(SAMPLES, self.random)
        return min(sample, key=lambda key: (self.cells[key, k.USED], key))


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
    return k.ABSENT if quiet_until_s <= 0 else floor(quiet_until_s * NANOSECONDS) - 2


class KernelCounters(Counters):
    """Counters of which some are kept in the kernel's cells until they are read."""

    def read(self, walk: Any) -> None:
        """Bring them up to date."""
        self.misses, self.expirations = walk[k.MISSES], walk[k.EXPIRED]
        self.evictions, self.entries_peak = walk[k.EVICTED], walk[k.PEAK]

    def plain(self) -> Counters:
        """The same, as every engine has them."""
        return Counters(**asdict(self))
