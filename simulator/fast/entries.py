"""The cache's entries in the kernel: recency, removal, insertion."""

import numpy as np
from numpy.typing import NDArray

from simulator.clock import FOREVER
from simulator.fast import layout as k
from simulator.fast.jit import compiled

Table = NDArray[np.int64]


@compiled
def unlink(state: Table, key: int) -> None:
    """Take a key out of the list; the list's ends are the last row."""
    before, after = state[key, k.BEFORE], state[key, k.AFTER]
    state[before, k.AFTER] = after
    state[after, k.BEFORE] = before


@compiled
def append(state: Table, key: int) -> None:
    """Put a key at the recent end of the list."""
    ends = len(state) - 1
    newest = state[ends, k.BEFORE]
    state[newest, k.AFTER] = key
    state[key, k.BEFORE] = newest
    state[key, k.AFTER] = ends
    state[ends, k.BEFORE] = key


@compiled
def use(state: Table, walk: Table, key: int, now: int) -> None:
    """An entry is used now."""
    if walk[k.RECENCY] == k.ORDER:
        unlink(state, key)
        append(state, key)
    elif walk[k.RECENCY] == k.CLOCK:
        state[key, k.USED] = now


@compiled
def remove(state: Table, walk: Table, key: int) -> None:
    """Take an entry out."""
    state[key, k.EXPIRES] = k.ABSENT
    state[key, k.QUIET] = k.ABSENT
    walk[k.ENTRIES] -= 1
    if walk[k.RECENCY] == k.ORDER:
        unlink(state, key)


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
def insert(state: Table, walk: Table, key: int) -> None:
    """Add an entry, evicting the least recently used while there is no room."""
    while walk[k.ENTRIES] >= walk[k.CAPACITY]:
        remove(state, walk, state[len(state) - 1, k.AFTER])
        walk[k.EVICTED] += 1
    walk[k.ENTRIES] += 1
    walk[k.PEAK] = max(walk[k.PEAK], walk[k.ENTRIES])
    if walk[k.RECENCY] == k.ORDER:
        append(state, key)


@compiled
def put(state: Table, walk: Table, key: int, now: int, ttl: int) -> None:
    """Store an entry now, over any other; everything but its value."""
    if live(state, walk, key, now):
        remove(state, walk, key)
    insert(state, walk, key)
    expires = FOREVER if ttl == FOREVER else now + ttl
    state[key, k.EXPIRES] = state[key, k.SOFT] = state[key, k.QUIET] = expires
    state[key, k.STORED] = now
    state[key, k.PREFETCHED] = 0


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
