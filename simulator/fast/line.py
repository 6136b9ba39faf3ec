"""The line of entries, from the oldest or least recently used on; its ends are the last row."""

import numpy as np
from numpy.typing import NDArray

from simulator.fast import layout as k
from simulator.fast.jit import compiled

Table = NDArray[np.int64]


@compiled
def unlink(state: Table, key: int) -> None:
    """Leave the line."""
    before, after = state[key, k.BEFORE], state[key, k.AFTER]
    state[before, k.AFTER] = after
    state[after, k.BEFORE] = before


@compiled
def append(state: Table, key: int) -> None:
    """Stand last."""
    ends = len(state) - 1
    newest = state[ends, k.BEFORE]
    state[newest, k.AFTER] = key
    state[key, k.BEFORE] = newest
    state[key, k.AFTER] = ends
    state[ends, k.BEFORE] = key


@compiled
def leave(state: Table, walk: Table, key: int) -> None:
    """Leave the line; a hand that points there goes on."""
    if walk[k.HAND] == key:
        walk[k.HAND] = state[key, k.AFTER]
    unlink(state, key)


@compiled
def sieved(state: Table, walk: Table) -> int:
    """The first from the hand on that was not used; those before it must be used again."""
    ends = len(state) - 1
    while True:
        if walk[k.HAND] == ends:
            walk[k.HAND] = state[ends, k.AFTER]
        key = walk[k.HAND]
        if not state[key, k.USED]:
            return int(key)
        state[key, k.USED] = 0
        walk[k.HAND] = state[key, k.AFTER]
