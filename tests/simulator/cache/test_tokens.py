"""Tokens beside keys: who holds one, until when, and what ends it."""

from simulator.cache.eviction.lru import Lru
from simulator.cache.room import Room
from simulator.cache.store import Store
from simulator.cache.tokens import Tokens
from simulator.clock import nanoseconds as at
from simulator.counters import Counters
from simulator.ledger import Ledger
from strategies.effects import Acquire, Delete, Release, Set, TokenKind, Value


def ask(token: int, kind: TokenKind = "lock", *, holds_off: bool = False) -> Acquire:
    """Ask for a token on key 0 for 10 s."""
    return Acquire(0, token, 10, kind, holds_off)


def cache() -> Store:
    """An empty cache."""
    return Store(Room(3), Lru(), Ledger(), Counters())


def leased(value: int, lease: int) -> Set:
    """A set of key 0 under a lease."""
    return Set(0, Value(value), lease=lease)


def test_one_token_a_key_until_it_expires() -> None:
    """Alive up to and including its expiry; other keys and other kinds do not matter."""
    tokens = Tokens()
    assert tokens.acquire(ask(1), 0)
    assert not tokens.acquire(ask(2), at(10))
    assert tokens.acquire(ask(2, "lease"), 0)
    assert tokens.acquire(ask(2)._replace(key=1), 0)
    assert tokens.acquire(ask(2), at(10) + 1)


def test_only_the_owner_releases_or_anybody_who_names_nobody() -> None:
    """Compare-and-delete; without a token to compare, whatever is there goes."""
    tokens = Tokens()
    assert not tokens.release(Release(0, 1, "lock"), 0)
    tokens.acquire(ask(1), 0)
    assert not tokens.release(Release(0, 2, "lock"), 0)
    assert tokens.release(Release(0, 1, "lock"), 0)
    tokens.acquire(ask(2), 0)
    assert tokens.release(Release(0, None, "lock"), 0)
    assert tokens.acquire(ask(3), 0)


def test_a_set_needs_the_lease_it_names_and_another_one_ends_it() -> None:
    """Under the lease one may set; a set that names none is free to, and voids the lease."""
    store = cache()
    store.tokens.acquire(ask(7, "lease"), 0)
    assert store.set(leased(1, 8), 0) is None
    assert store.set(leased(1, 7), 0) == Value(1)
    assert store.set(leased(2, 7), 0) == Value(2)
    assert store.set(Set(0, Value(3)), 0) == Value(3)
    assert store.set(leased(4, 7), 0) is None


def test_a_delete_voids_a_lease_and_no_lock() -> None:
    """Also where there is no entry to delete."""
    store = cache()
    store.tokens.acquire(ask(7, "lease"), 0)
    store.tokens.acquire(ask(7, "lock"), 0)
    assert not store.delete(Delete(0).key, 0)
    assert store.set(leased(1, 7), 0) is None
    assert store.tokens.owner("lease", 0, 0) is None
    assert store.tokens.owner("lock", 0, 0) == 7


def test_a_void_lease_may_hold_others_off() -> None:
    """Until its interval is over there is no other, and nobody can set or release under it."""
    store = cache()
    store.tokens.acquire(ask(7, "lease", holds_off=True), 0)
    store.delete(0, 0)
    assert store.set(leased(1, 7), 0) is None
    assert not store.tokens.release(Release(0, 7, "lease"), 0)
    assert not store.tokens.acquire(ask(8, "lease"), at(10))
    assert store.tokens.acquire(ask(8, "lease"), at(10) + 1)


def test_tokens_take_up_no_room() -> None:
    """They are no entries: not counted, not found, not evicted."""
    store = cache()
    for key in range(5):
        store.tokens.acquire(ask(1)._replace(key=key), 0)
    assert store.records == {}
    assert store.get(0, 0) is None
