"""The cache's memory: entries with their expiry, removed lazily, evicted when it is full."""

from collections.abc import Collection, Iterator

from simulator.cache.eviction.policy import Eviction
from simulator.cache.eviction.residents import Residents
from simulator.cache.guard import MOST_VETOES, Guard
from simulator.cache.room import Room
from simulator.cache.tokens import Tokens
from simulator.clock import FOREVER, deadline, seconds
from simulator.counters import Counters
from simulator.ledger import Ledger
from strategies.effects import Entry, Key, Set, Value


class Record:
    """An entry as the server keeps it; instants in nanoseconds."""

    __slots__ = ("expires_ns", "prefetched", "soft_ns", "stored_ns", "value")

    def __init__(self, effect: Set, value: Value, now_ns: int) -> None:
        """Stored now; TTLs count from now."""
        self.value = value
        self.stored_ns = now_ns
        self.expires_ns = deadline(now_ns, effect.ttl_s)
        self.soft_ns = self.expires_ns
        if effect.soft_ttl_s != effect.ttl_s:
            self.soft_ns = min(deadline(now_ns, effect.soft_ttl_s), self.expires_ns)
        self.prefetched = effect.prefetched

    def keep(self, old: "Record") -> None:
        """Expire when the old one would have."""
        self.expires_ns, self.soft_ns = old.expires_ns, old.soft_ns

    def entry(self) -> Entry:
        """What a reader gets."""
        return Entry(
            self.value,
            seconds(self.stored_ns),
            seconds(self.soft_ns),
            seconds(self.expires_ns),
            self.prefetched,
        )


class Store:
    """All entries of one cache server. An entry is alive up to and including its expiry."""

    def __init__(self, room: Room, eviction: Eviction, ledger: Ledger, counters: Counters) -> None:
        """Empty; `eviction` makes room when there is none."""
        self.room = room
        self.eviction = eviction
        self.ledger = ledger
        self.counters = counters
        self.records: dict[Key, Record] = {}
        self.tokens = Tokens()
        self.guard: Guard | None = None
        self.timed = Residents()
        """The keys of entries that expire."""

    def get(self, key: Key, now_ns: int) -> Entry | None:
        """The live entry; the first reader of a prefetched one takes the mark with it."""
        record = self.live(key, now_ns)
        if record is None:
            self.counters.misses += 1
            return None
        self.eviction.touch(key, now_ns)
        entry = record.entry()
        if record.prefetched:
            record.prefetched = False
            self.counters.prefetch_hits += 1
        return entry

    def live(self, key: Key, now_ns: int) -> Record | None:
        """The record if it is alive; an expired one is removed on the way."""
        record = self.records.get(key)
        if record is not None and now_ns > record.expires_ns:
            self.remove(key)
            self.counters.expirations += 1
            return None
        return record

    def set(self, effect: Set, now_ns: int) -> Value | None:
        """Put a value in, unless a condition refuses; numbers it if it has no version."""
        key = effect.key
        old = self.live(key, now_ns)
        if self.tokens.refuses(effect, now_ns) or refuses(effect, old):
            return None
        if old is None and effect.ttl_s != 0 and not self.make_room(key, now_ns):
            self.counters.refusals += 1
            return None
        self.tokens.change(key, effect.lease)
        value = self.ledger.number(key, effect.value)
        record = Record(effect, value, now_ns)
        if old is not None and effect.keep_ttl:
            record.keep(old)
        if effect.ttl_s == 0 and old is not None:
            self.remove(key)
        elif effect.ttl_s != 0:
            self.put(key, record, now_ns)
        return value

    def put(self, key: Key, record: Record, now_ns: int) -> None:
        """Take a record in; there is room, or a live one in whose place it stands."""
        if key in self.records:
            self.replace(key, record, now_ns)
        else:
            self.insert(key, record, now_ns)

    def replace(self, key: Key, record: Record, now_ns: int) -> None:
        """Exchange a live record; the entry stays and was used."""
        self.counters.prefetch_wasted += self.records[key].prefetched
        self.counters.prefetched += record.prefetched
        self.records[key] = record
        self.eviction.touch(key, now_ns)
        self.expire(key, record.expires_ns)

    def expire(self, key: Key, expires_ns: int) -> None:
        """Give an entry another expiry."""
        self.records[key].expires_ns = expires_ns
        self.eviction.expire(key, expires_ns)
        self.note_expiry(key, expires_ns)

    def note_expiry(self, key: Key, expires_ns: int) -> None:
        """Is it an entry that expires?"""
        if expires_ns == FOREVER:
            self.timed.discard(key)
        elif key not in self.timed:
            self.timed.add(key)

    def make_room(self, key: Key, now_ns: int) -> bool:
        """Evict until a new entry fits; False if that cannot be done."""
        if self.room.never(key):
            return False
        while self.room.lacks(key):
            victim = self.victim(now_ns)
            if victim is None:
                return False
            self.remove(victim)
            self.counters.evictions += 1
            if self.guard is not None:
                self.guard.has_left(victim)
        return True

    def victim(self, now_ns: int) -> Key | None:
        """The entry that should leave and may; one that may not counts as used."""
        for _ in range(min(len(self.records), MOST_VETOES)):
            key = self.eviction.victim(now_ns)
            if key is None or self.guard is None or self.guard.may_leave(key):
                return key
            self.eviction.touch(key, now_ns)
        return None

    def insert(self, key: Key, record: Record, now_ns: int) -> None:
        """Add a record; there is room."""
        self.records[key] = record
        self.room.take(key)
        self.eviction.insert(key, record.expires_ns, now_ns)
        self.note_expiry(key, record.expires_ns)
        self.counters.prefetched += record.prefetched
        self.counters.entries_peak = max(self.counters.entries_peak, len(self.records))

    def delete(self, key: Key, now_ns: int) -> bool:
        """Remove an entry; True if a live one was there."""
        self.tokens.change(key)
        if self.live(key, now_ns) is None:
            return False
        self.remove(key)
        return True

    def waste(self, now_ns: int) -> int:
        """Prefetched entries that expired unused and have not been removed yet."""
        records = self.records.values()
        return sum(record.prefetched and now_ns > record.expires_ns for record in records)

    def remove(self, key: Key) -> None:
        """Take a record out, for whatever reason."""
        record = self.records.pop(key)
        self.room.give(key)
        self.timed.discard(key)
        self.eviction.remove(key)
        self.counters.prefetch_wasted += record.prefetched

    def known(self) -> Collection[Key]:
        """The keys that the server knows: of entries and of tokens."""
        return {*self.records, *self.tokens.keys()}

    def purge(self, keys: list[Key], now_ns: int) -> None:
        """Delete these keys; the strategy hears of each entry that was there."""
        for key in keys:
            if self.delete(key, now_ns) and self.guard is not None:
                self.guard.has_left(key)

    def wipe(self) -> None:
        """The server has lost its memory: entries, locks and leases."""
        for key in list(self.records):
            self.remove(key)
        self.tokens = Tokens()

    def flush(self) -> None:
        """A client clears the cache: entries leave that may, as if evicted; tokens go."""
        for key in sorted(self.records):
            if self.guard is None or self.guard.may_leave(key):
                self.remove(key)
                if self.guard is not None:
                    self.guard.has_left(key)
        self.tokens = Tokens()

    def versions(self) -> Iterator[tuple[Key, int]]:
        """Each entry's key and version, expired ones that are still there included."""
        return ((key, record.value.version or 0) for key, record in self.records.items())


def refuses(effect: Set, old: Record | None) -> bool:
    """Does a live entry, or that there is none, stop this set?"""
    if old is None:
        return effect.only_if_present
    if effect.only_if_absent:
        return True
    new, held = effect.value.version, old.value.version
    return effect.unless_older and new is not None and held is not None and new < held
