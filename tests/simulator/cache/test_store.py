"""The cache's memory, operation by operation."""

from simulator.cache.eviction.lru import Lru
from simulator.cache.eviction.policy import Eviction
from simulator.cache.room import Room
from simulator.cache.store import Store
from simulator.clock import nanoseconds
from simulator.counters import Counters
from simulator.ledger import Ledger
from strategies.effects import Set, Value


def cache(capacity: int | None = None) -> Store:
    """An empty cache, exact LRU if it has a capacity."""
    eviction = Eviction() if capacity is None else Lru()
    return Store(Room(capacity), eviction, Ledger(), Counters())


def at(span_s: float) -> int:
    """An instant."""
    return nanoseconds(span_s)


def keys(store: Store) -> set[int]:
    """What is in memory, dead or alive."""
    return set(store.records)


def test_an_entry_has_its_clock() -> None:
    """Stored at 3 s with a TTL of 10 s and a soft TTL of 4 s."""
    store = cache()
    store.set(Set(0, Value(0), ttl_s=10, soft_ttl_s=4), at(3))
    entry = store.get(0, at(5))
    assert entry is not None
    assert (entry.stored_at_s, entry.soft_expires_at_s, entry.expires_at_s) == (3, 7, 13)


def test_without_ttl_an_entry_never_expires() -> None:
    """Its expiry is infinite."""
    store = cache()
    store.set(Set(0, Value(0)), 0)
    entry = store.get(0, at(1e6))
    assert entry is not None
    assert entry.expires_at_s == entry.soft_expires_at_s == float("inf")


def test_an_entry_is_alive_up_to_and_including_its_expiry() -> None:
    """At 10 s it is there, a nanosecond later it is not, and then it is gone from memory."""
    store = cache()
    store.set(Set(0, Value(0), ttl_s=10), 0)
    assert store.get(0, at(10)) is not None
    assert keys(store) == {0}
    assert store.get(0, at(10) + 1) is None
    assert keys(store) == set()
    assert (store.counters.misses, store.counters.expirations) == (1, 1)


def test_reading_does_not_extend_a_life() -> None:
    """A read at 9 s leaves the expiry at 10 s."""
    store = cache()
    store.set(Set(0, Value(0), ttl_s=10), 0)
    store.get(0, at(9))
    assert store.get(0, at(10.5)) is None


def test_setting_again_restarts_the_life() -> None:
    """A set at 9 s ends at 19 s."""
    store = cache()
    for instant_s in (0, 9):
        store.set(Set(0, Value(0), ttl_s=10), at(instant_s))
    assert store.get(0, at(18)) is not None


def test_a_ttl_of_zero_numbers_the_value_and_keeps_nothing() -> None:
    """It also ends the entry that was there."""
    store = cache()
    store.set(Set(0, Value(0), ttl_s=10), 0)
    stored = store.set(Set(0, Value(None), ttl_s=0), 1)
    assert stored is not None
    assert stored.version == 1
    assert keys(store) == set()


def test_only_if_absent() -> None:
    """A live entry refuses; a dead one does not."""
    store = cache()
    store.set(Set(0, Value(0), ttl_s=10), 0)
    assert store.set(Set(0, Value(5), ttl_s=10, only_if_absent=True), at(10)) is None
    assert store.set(Set(0, Value(5), ttl_s=10, only_if_absent=True), at(11)) is not None


def test_unless_older() -> None:
    """Only an older version is refused; the same one, a newer one, and any into a gap are not."""
    store = cache()
    assert store.set(Set(0, Value(2), unless_older=True), 0) is not None
    assert store.set(Set(0, Value(2), unless_older=True), 1) is not None
    assert store.set(Set(0, Value(1), unless_older=True), 2) is None
    assert store.set(Set(0, Value(3), unless_older=True), 3) is not None


def test_a_refused_set_gives_no_number() -> None:
    """The next write of the key is still its first."""
    store = cache()
    store.set(Set(0, Value(0)), 0)
    store.set(Set(0, Value(None), only_if_absent=True), 1)
    stored = store.set(Set(0, Value(None)), 2)
    assert stored is not None
    assert stored.version == 1


def test_delete_says_whether_a_live_entry_was_there() -> None:
    """True once, then False; False for one that has expired."""
    store = cache()
    store.set(Set(0, Value(0), ttl_s=10), 0)
    assert store.delete(0, at(1))
    assert not store.delete(0, at(1))
    store.set(Set(0, Value(0), ttl_s=10), at(2))
    assert not store.delete(0, at(20))


def test_a_full_cache_evicts_the_least_recently_used() -> None:
    """Room for two: 0, 1, read 0, then 2 drives out 1."""
    store = cache(capacity=2)
    for instant, key in enumerate((0, 1)):
        store.set(Set(key, Value(0)), instant)
    store.get(0, 5)
    store.set(Set(2, Value(0)), 6)
    assert keys(store) == {0, 2}
    assert (store.counters.evictions, store.counters.entries_peak) == (1, 2)


def test_overwriting_needs_no_room() -> None:
    """A full cache of one takes a new value for its key without eviction."""
    store = cache(capacity=1)
    for instant in range(3):
        store.set(Set(0, Value(0)), instant)
    assert store.counters.evictions == 0


def test_an_expired_entry_takes_room_until_someone_looks() -> None:
    """Removal is lazy: memory holds it, and eviction may have to push it out."""
    store = cache(capacity=1)
    store.set(Set(0, Value(0), ttl_s=1), 0)
    store.set(Set(1, Value(0), ttl_s=1), at(5))
    assert (store.counters.evictions, store.counters.expirations) == (1, 0)


def test_the_first_reader_takes_the_prefetch_mark() -> None:
    """He sees it, the second does not."""
    store = cache()
    store.set(Set(0, Value(0), prefetched=True), 0)
    marks = [entry.prefetched for entry in (store.get(0, 1), store.get(0, 2)) if entry]
    assert marks == [True, False]
    assert (store.counters.prefetched, store.counters.prefetch_hits) == (1, 1)


def test_prefetched_entries_that_leave_unused_are_waste() -> None:
    """Deleted, overwritten, or expired and still there; a used one is not."""
    store = cache()
    for key in range(4):
        store.set(Set(key, Value(0), ttl_s=10, prefetched=True), 0)
    store.get(0, 1)
    store.delete(0, 2)
    store.delete(1, 2)
    store.set(Set(2, Value(0)), 2)
    assert store.counters.prefetch_wasted == 2
    assert store.waste(at(10)) == 0
    assert store.waste(at(11)) == 1
