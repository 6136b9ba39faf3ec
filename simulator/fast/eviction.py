"""Eviction in the kernel: what it notes of entries that come, are used and go, and whom it picks.

Which policy it is stands in the walk's cells (see simulator.fast.policies).
"""

import numpy as np
from numpy.typing import NDArray

from simulator.cache.eviction.score import FIRST
from simulator.fast import counts, line
from simulator.fast import layout as k
from simulator.fast.jit import compiled
from simulator.fast.listing import delist, enlist
from simulator.fast.pool import any_candidate, best_of_few, best_of_pool
from simulator.fast.score import note_time, raise_counter, write_counter

Table = NDArray[np.int64]
append, unlink, leave_line, sieved = line.append, line.unlink, line.leave, line.sieved
enter_heap, leave_heap, count_use = counts.enter, counts.leave, counts.use


@compiled
def use(state: Table, walk: Table, key: int, now: int) -> None:
    """An entry is used now."""
    touch = walk[k.TOUCH]
    if touch == k.ORDER:
        unlink(state, key)
        append(state, key)
    elif touch == k.CLOCK:
        note_time(state, key, now)
    elif touch == k.LOGARITHM:
        raise_counter(state, walk, key, now)
    elif touch == k.BIT:
        state[key, k.USED] = 1
    elif touch == k.COUNT:
        count_use(state, walk, key)
    elif touch == k.INSTANT:
        state[key, k.USED] = now


@compiled
def enter(state: Table, walk: Table, key: int, now: int) -> None:
    """An entry is new."""
    kept, touch = walk[k.KEPT], walk[k.TOUCH]
    if touch == k.CLOCK:
        note_time(state, key, now)
    elif touch == k.LOGARITHM:
        write_counter(state, key, FIRST, now)
    elif touch == k.BIT:
        state[key, k.USED] = 0
    elif touch == k.INSTANT:
        state[key, k.USED] = now
    if kept == k.LINE:
        append(state, key)
    elif kept == k.LIST:
        enlist(state, walk, key)
    elif kept == k.HEAP_OF_COUNTS:
        enter_heap(state, walk, key)


@compiled
def leave(state: Table, walk: Table, key: int) -> None:
    """An entry is gone."""
    kept = walk[k.KEPT]
    if kept == k.LINE:
        leave_line(state, walk, key)
    elif kept == k.LIST:
        delist(state, walk, key)
    elif kept == k.HEAP_OF_COUNTS:
        leave_heap(state, walk, key)


@compiled
def victim(state: Table, walk: Table, now: int) -> int:
    """The entry that should leave, NOBODY if none may."""
    choice, found = walk[k.CHOICE], k.NOBODY
    if choice == k.OLDEST:
        found = state[len(state) - 1, k.AFTER]
    elif choice == k.SIEVED:
        found = sieved(state, walk)
    elif choice == k.RAREST:
        found = state[0, k.LISTED_KEY]
    elif choice == k.ANY:
        found = any_candidate(state, walk)
    elif choice == k.POOLED_BEST:
        found = best_of_pool(state, walk, now)
    elif choice == k.BEST_OF_FEW:
        found = best_of_few(state, walk)
    return int(found)
