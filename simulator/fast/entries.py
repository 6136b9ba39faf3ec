"""The cache's entries in the kernel: removal, insertion, expiry."""

import numpy as np
from numpy.typing import NDArray

from simulator.clock import FOREVER
from simulator.fast import layout as k
from simulator.fast.eviction import enter, leave, use, victim
from simulator.fast.jit import compiled
from simulator.fast.listing import time, untime

Table = NDArray[np.int64]


@compiled
def remove(state: Table, walk: Table, key: int) -> None:
    """Take an entry out."""
    state[key, k.EXPIRES] = k.ABSENT
    state[key, k.QUIET] = k.ABSENT
    walk[k.ENTRIES] -= 1
    walk[k.BYTES] -= state[key, k.SIZE]
    walk[k.WASTED] += state[key, k.PREFETCHED]
    if walk[k.KEPT]:
        leave(state, walk, key)
    if walk[k.TIMED]:
        untime(state, walk, key)


@compiled
def live(state: Table, walk: Table, key: int, now: int) -> bool:
    """Is there a live entry? An expired one is removed on the way."""
    if state[key, k.EXPIRES] >= now:
        return True
    if state[key, k.EXPIRES] != k.ABSENT:
        remove(state, walk, key)
        walk[k.EXPIRED] += 1
    return False


@compiled
def lacks_room(state: Table, walk: Table, key: int) -> bool:
    """Is there no room for one more entry, that key's?"""
    return bool(
        walk[k.ENTRIES] >= walk[k.CAPACITY]
        or walk[k.BYTES] + state[key, k.SIZE] > walk[k.CAPACITY_BYTES]
    )


@compiled
def make_room(state: Table, walk: Table, key: int, now: int) -> bool:
    """Evict until a new entry fits; False if that cannot be done."""
    if state[key, k.SIZE] > walk[k.CAPACITY_BYTES]:
        return False
    while lacks_room(state, walk, key):
        gone = victim(state, walk, now)
        if gone == k.NOBODY:
            return False
        remove(state, walk, gone)
        walk[k.EVICTED] += 1
    return True


@compiled
def insert(state: Table, walk: Table, key: int, now: int) -> None:
    """Count a new entry in; there is room."""
    walk[k.ENTRIES] += 1
    walk[k.BYTES] += state[key, k.SIZE]
    walk[k.PEAK] = max(walk[k.PEAK], walk[k.ENTRIES])
    if walk[k.KEPT] or walk[k.TOUCH]:
        enter(state, walk, key, now)


@compiled
def admit(state: Table, walk: Table, key: int, now: int) -> bool:
    """A value comes for a key: find its place; False if there is none."""
    if state[key, k.EXPIRES] != k.ABSENT:
        walk[k.WASTED] += state[key, k.PREFETCHED]
        if walk[k.TOUCH]:
            use(state, walk, key, now)
        return True
    if not make_room(state, walk, key, now):
        walk[k.REFUSED] += 1
        return False
    insert(state, walk, key, now)
    return True


@compiled
def set_expiry(state: Table, walk: Table, key: int, expires: int) -> None:
    """An entry expires then."""
    state[key, k.EXPIRES] = expires
    if walk[k.TIMED]:
        time(state, walk, key)


@compiled
def put(state: Table, walk: Table, key: int, now: int, ttl: int) -> bool:
    """Store an entry now, over any other; everything but its value. False if it was refused."""
    live(state, walk, key, now)
    if not admit(state, walk, key, now):
        return False
    expires = FOREVER if ttl == FOREVER else now + ttl
    set_expiry(state, walk, key, expires)
    state[key, k.SOFT] = state[key, k.QUIET] = expires
    state[key, k.STORED] = now
    state[key, k.PREFETCHED] = 0
    return True


@compiled
def mark_stale(state: Table, key: int) -> bool:
    """Note since when an entry is stale; False if that is more than the state remembers."""
    version = state[key, k.HELD]
    state[key, k.STALE] = state[key, k.HIGH_AT] if version < state[key, k.ACKED] else FOREVER
    return bool(version >= state[key, k.PREVIOUS])


@compiled
def compare(state: Table, keys: Table) -> tuple[int, int]:
    """How many of these keys' entries are older than the database's row, and how many newer."""
    behind = ahead = 0
    for key in keys:
        if state[key, k.EXPIRES] != k.ABSENT:
            lead = state[key, k.HELD] - state[key, k.ROW_VERSION]
            behind += lead < 0
            ahead += lead > 0
    return behind, ahead
