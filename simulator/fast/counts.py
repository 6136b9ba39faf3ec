"""Exact counts of uses, as a heap: the least used first, of equals who reached the count first."""

import numpy as np
from numpy.typing import NDArray

from simulator.fast import layout as k
from simulator.fast.jit import compiled

Table = NDArray[np.int64]


@compiled
def count(state: Table, walk: Table, key: int, uses: int) -> None:
    """An entry has reached a count."""
    walk[k.STAMPS] += 1
    state[key, k.USED], state[key, k.STAMP] = uses, walk[k.STAMPS]


@compiled
def rarer(state: Table, a: int, b: int) -> bool:
    """Must the entry in place a go before that in place b?"""
    one, other = state[a, k.LISTED_KEY], state[b, k.LISTED_KEY]
    if state[one, k.USED] != state[other, k.USED]:
        return bool(state[one, k.USED] < state[other, k.USED])
    return bool(state[one, k.STAMP] < state[other, k.STAMP])


@compiled
def swap(state: Table, a: int, b: int) -> None:
    """Exchange two places."""
    one, other = state[a, k.LISTED_KEY], state[b, k.LISTED_KEY]
    state[a, k.LISTED_KEY], state[b, k.LISTED_KEY] = other, one
    state[one, k.PLACE], state[other, k.PLACE] = b, a


@compiled
def rise(state: Table, place: int) -> None:
    """Towards those who must go first."""
    while place > 0 and rarer(state, place, (place - 1) // 2):
        swap(state, place, (place - 1) // 2)
        place = (place - 1) // 2


@compiled
def sink(state: Table, walk: Table, place: int) -> None:
    """Away from them."""
    size = walk[k.LISTED_COUNT]
    while 2 * place + 1 < size:
        child = 2 * place + 1
        if child + 1 < size and rarer(state, child + 1, child):
            child += 1
        if not rarer(state, child, place):
            return
        swap(state, child, place)
        place = child


@compiled
def enter(state: Table, walk: Table, key: int) -> None:
    """A new entry, used once."""
    count(state, walk, key, 1)
    place = walk[k.LISTED_COUNT]
    state[place, k.LISTED_KEY], state[key, k.PLACE] = key, place
    walk[k.LISTED_COUNT] = place + 1
    rise(state, place)


@compiled
def leave(state: Table, walk: Table, key: int) -> None:
    """An entry is gone; the last takes its place."""
    place, last = state[key, k.PLACE], walk[k.LISTED_COUNT] - 1
    swap(state, place, last)
    walk[k.LISTED_COUNT] = last
    if place < last:
        rise(state, place)
        sink(state, walk, place)


@compiled
def use(state: Table, walk: Table, key: int) -> None:
    """An entry was used once more."""
    count(state, walk, key, state[key, k.USED] + 1)
    sink(state, walk, state[key, k.PLACE])
