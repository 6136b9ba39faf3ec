"""The cache's memory as the kernel sees it, one row of numbers a key, and Python's way to it."""

from collections.abc import Collection, Iterator
from dataclasses import asdict
from math import floor, inf
from typing import Any

import numpy as np

from simulator.cache.eviction.belady import Belady
from simulator.cache.guard import MOST_VETOES, Guard
from simulator.cache.tokens import Tokens
from simulator.clock import FOREVER, NANOSECONDS, deadline, seconds
from simulator.counters import Counters
from simulator.experiment import Experiment
from simulator.fast import entries, eviction
from simulator.fast import layout as k
from simulator.fast.expiry import cycle
from simulator.fast.policies import write_policy
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
        self.rows[:, k.TIMED_PLACE] = k.NOBODY
        self.cells: Any = self.rows.data

    def acknowledged(self, key: Key, version: int, now_ns: int) -> None:
        """A write was acknowledged: an older entry is stale from now on."""
        cells = self.cells
        if version > cells[key, k.ACKED]:
            cells[key, k.PREVIOUS] = cells[key, k.ACKED]
            cells[key, k.ACKED], cells[key, k.HIGH_AT] = version, now_ns
            if cells[key, k.HELD] < version and cells[key, k.STALE] == FOREVER:
                cells[key, k.STALE] = now_ns


class Column:
    """One column of the kernel's state, as the dictionary that it replaces."""

    def __init__(self, state: State, column: int) -> None:
        """Zero stands for what is not there."""
        self.cells, self.column, self.keys = state.cells, column, len(state.rows)

    def get(self, key: Key, default: int = 0) -> int:
        """A key's number; nobody has written one that no request asks for."""
        return int(self.cells[key, self.column]) if key < self.keys else default

    def __setitem__(self, key: Key, value: int) -> None:
        self.cells[key, self.column] = value


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
        self.belady: Belady | None = None
        self.walk[k.TIMED] = cache.active_expiry
        self.walk[k.EXPIRY_CHANCE] = experiment.chance("expiry").counter
        self.set_up_room(experiment)

    def set_up_room(self, experiment: Experiment) -> None:
        """Tell the kernel how much fits and who must go."""
        cache, room, walk = experiment.scenario.cache, experiment.room(), self.walk
        walk[k.CAPACITY] = FOREVER if room.capacity_entries is None else room.capacity_entries
        walk[k.CAPACITY_BYTES] = FOREVER if room.capacity_bytes is None else room.capacity_bytes
        walk[k.HAND] = len(self.state) - 1
        if room.capacity_bytes is not None:
            self.state[:-1, k.SIZE] = room.sizes
        if room.limited:
            terms = experiment.terms()
            write_policy(walk, cache.eviction, terms)
            if cache.eviction == "belady":
                self.belady = Belady(terms.future())

    def expire_some(self, now_ns: int) -> None:
        """A cycle of active expiry."""
        cycle(self.state, self.walk_array, now_ns)

    def get(self, key: Key, now_ns: int) -> Entry | None:
        """The live entry; the first reader of a prefetched one takes the mark with it."""
        cells = self.cells
        if not self.live(key, now_ns):
            self.walk[k.MISSES] += 1
            return None
        if self.walk[k.TOUCH]:
            eviction.use(self.state, self.walk_array, key, now_ns)
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
        if not held and effect.ttl_s != 0 and not self.make_room(key, now_ns):
            self.walk[k.REFUSED] += 1
            return None
        self.tokens.change(key, effect.lease)
        value = self.ledger.number(key, effect.value)
        ends = self.ends(effect, now_ns, kept=held and effect.keep_ttl)
        if effect.ttl_s == 0 and held:
            self.remove(key)
        elif effect.ttl_s != 0:
            entries.admit(self.state, self.walk_array, key, now_ns)
            if self.belady is not None and not held:
                self.belady.insert(key, FOREVER, now_ns)
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

    def make_room(self, key: Key, now_ns: int) -> bool:
        """Evict until a new entry fits; False if that cannot be done."""
        if self.guard is None and self.belady is None:
            return entries.make_room(self.state, self.walk_array, key, now_ns)
        if self.cells[key, k.SIZE] > self.walk[k.CAPACITY_BYTES]:
            return False
        while entries.lacks_room(self.state, self.walk_array, key):
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
            key = self.candidate(now_ns)
            if key == k.NOBODY or self.guard is None or self.guard.may_leave(key):
                return None if key == k.NOBODY else key
            eviction.use(self.state, self.walk_array, key, now_ns)
        return None

    def candidate(self, now_ns: int) -> Key:
        """The entry that should leave, NOBODY if none may."""
        if self.belady is None:
            return eviction.victim(self.state, self.walk_array, now_ns)
        key = self.belady.victim(now_ns)
        while self.cells[key, k.EXPIRES] == k.ABSENT:
            self.belady.remove(key)
            key = self.belady.victim(now_ns)
        return key

    def write(self, effect: Set, value: Value, now_ns: int, ends: tuple[int, int]) -> None:
        """Write an entry into the kernel's state."""
        key, cells = effect.key, self.cells
        expires_ns, cells[key, k.SOFT] = ends
        entries.set_expiry(self.state, self.walk_array, key, expires_ns)
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

    def delete(self, key: Key, now_ns: int) -> bool:
        """Remove an entry; True if a live one was there."""
        self.tokens.change(key)
        if not self.live(key, now_ns):
            return False
        self.remove(key)
        return True

    def remove(self, key: Key) -> None:
        """Take an entry out, for whatever reason."""
        entries.remove(self.state, self.walk_array, key)

    def keys(self) -> list[Key]:
        """The keys of all entries, expired ones included."""
        found: list[Key] = np.flatnonzero(self.state[:, k.EXPIRES] != k.ABSENT).tolist()
        return found

    def versions(self) -> Iterator[tuple[Key, int]]:
        """Each entry's key and version, expired ones that are still there included."""
        return ((key, self.cells[key, k.HELD]) for key in self.keys())

    def known(self) -> Collection[Key]:
        """The keys that the server knows: of entries and of tokens."""
        return {*self.keys(), *self.tokens.keys()}

    def purge(self, keys: list[Key], now_ns: int) -> None:
        """Delete these keys; the strategy hears of each entry that was there."""
        for key in keys:
            if self.delete(key, now_ns) and self.guard is not None:
                self.guard.has_left(key)

    def wipe(self) -> None:
        """The server has lost its memory: entries, locks and leases."""
        for key in self.keys():
            self.remove(key)
        self.tokens = Tokens()

    def flush(self) -> None:
        """A client clears the cache: entries leave that may, as if evicted; tokens go."""
        for key in self.keys():
            if self.guard is None or self.guard.may_leave(key):
                self.remove(key)
                if self.guard is not None:
                    self.guard.has_left(key)
        self.tokens = Tokens()

    def waste(self, now_ns: int) -> int:
        """Prefetched entries that expired unused and have not been removed yet."""
        expires = self.state[:, k.EXPIRES]
        unused = (expires != k.ABSENT) & (expires < now_ns) & (self.state[:, k.PREFETCHED] == 1)
        return int(unused.sum())


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
        self.refusals, self.prefetch_wasted = walk[k.REFUSED], walk[k.WASTED]

    def plain(self) -> Counters:
        """The same, as every engine has them."""
        return Counters(**asdict(self))
