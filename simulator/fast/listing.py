"""Lists of entries that any can be drawn from: of all, and of those that expire.

A list has two columns, for who stands in a place and for an entry's place, and a cell for its
length.
"""

import numpy as np
from numpy.typing import NDArray

from simulator.clock import FOREVER
from simulator.fast import layout as k
from simulator.fast.jit import compiled

Table = NDArray[np.int64]


@compiled
def enlist(state: Table, walk: Table, key: int) -> None:
    """Stand last among all."""
    place = walk[k.LISTED_COUNT]
    state[key, k.PLACE], state[place, k.LISTED_KEY] = place, key
    walk[k.LISTED_COUNT] = place + 1


@compiled
def delist(state: Table, walk: Table, key: int) -> None:
    """The last takes the gap."""
    walk[k.LISTED_COUNT] -= 1
    place, last = state[key, k.PLACE], state[walk[k.LISTED_COUNT], k.LISTED_KEY]
    state[place, k.LISTED_KEY], state[last, k.PLACE] = last, place


@compiled
def untime(state: Table, walk: Table, key: int) -> None:
    """An entry that may have expired is gone, or does not expire any more."""
    place = state[key, k.TIMED_PLACE]
    if place != k.NOBODY:
        walk[k.TIMED_COUNT] -= 1
        last = state[walk[k.TIMED_COUNT], k.TIMED_KEY]
        state[place, k.TIMED_KEY], state[last, k.TIMED_PLACE] = last, place
        state[key, k.TIMED_PLACE] = k.NOBODY


@compiled
def time(state: Table, walk: Table, key: int) -> None:
    """List an entry if it expires, else take it off the list."""
    if state[key, k.EXPIRES] == FOREVER:
        untime(state, walk, key)
    elif state[key, k.TIMED_PLACE] == k.NOBODY:
        place = walk[k.TIMED_COUNT]
        state[key, k.TIMED_PLACE], state[place, k.TIMED_KEY] = place, key
        walk[k.TIMED_COUNT] = place + 1
