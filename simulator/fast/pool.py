"""Redis's pool of candidates for eviction (see simulator.cache.eviction.sampled)."""

import numpy as np
from numpy.typing import NDArray

from simulator.fast import layout as k
from simulator.fast.chance import below
from simulator.fast.jit import compiled
from simulator.fast.score import score

Table = NDArray[np.int64]


@compiled
def candidates(walk: Table) -> int:
    """How many entries may go."""
    return int(walk[k.LISTED_COUNT] if walk[k.KEPT] == k.LIST else walk[k.TIMED_COUNT])


@compiled
def candidate(state: Table, walk: Table, place: int) -> int:
    """Who stands in a place of the list of those."""
    return int(state[place, k.LISTED_KEY if walk[k.KEPT] == k.LIST else k.TIMED_KEY])


@compiled
def any_candidate(state: Table, walk: Table) -> int:
    """One drawn evenly, NOBODY if there is none."""
    size = candidates(walk)
    if size == 0:
        return k.NOBODY
    return int(candidate(state, walk, below(walk, k.CHANCE, size)))


@compiled
def best_of_few(state: Table, walk: Table) -> int:
    """The longest idle of a few draws, or of all if they are few; of equals the smallest key."""
    size, samples, best = candidates(walk), walk[k.SAMPLES], k.NOBODY
    for i in range(min(size, samples)):
        place = i if size <= samples else below(walk, k.CHANCE, size)
        key = candidate(state, walk, place)
        used, least = state[key, k.USED], state[best, k.USED]
        if best == k.NOBODY or used < least or (used == least and key < best):
            best = key
    return int(best)


@compiled
def drawn_before(walk: Table, key: int, n: int) -> bool:
    """Is a key among the first n of the sample?"""
    for i in range(n):  # noqa: SIM110 - the kernel takes no generators
        if walk[k.SAMPLE + i] == key:
            return True
    return False


@compiled
def draw_sample(state: Table, walk: Table) -> int:
    """Draw different candidates, or take all if they are few; how many they are."""
    size, wanted, n = candidates(walk), walk[k.SAMPLES], 0
    if size <= wanted:
        for place in range(size):
            walk[k.SAMPLE + place] = candidate(state, walk, place)
        return int(size)
    while n < wanted:
        key = candidate(state, walk, below(walk, k.CHANCE, size))
        if not drawn_before(walk, key, n):
            walk[k.SAMPLE + n] = key
            n += 1
    return n


@compiled
def consider(walk: Table, value: int, key: int) -> None:
    """Put a candidate before the first that is no worse; a full pool loses its worst."""
    size, place = walk[k.POOLED], 0
    while place < size and walk[k.POOL + 2 * place] < value:
        place += 1
    if size == k.POOL_SIZE:
        if place == 0:
            return
        place -= 1
        for i in range(2 * place):
            walk[k.POOL + i] = walk[k.POOL + i + 2]
    else:
        for i in range(2 * size - 1, 2 * place - 1, -1):
            walk[k.POOL + i + 2] = walk[k.POOL + i]
        walk[k.POOLED] = size + 1
    walk[k.POOL + 2 * place], walk[k.POOL + 2 * place + 1] = value, key


@compiled
def may_go(state: Table, walk: Table, key: int) -> bool:
    """Is a candidate that was remembered still one?"""
    if walk[k.KEPT] == k.LIST:
        return bool(state[key, k.EXPIRES] != k.ABSENT)
    return bool(state[key, k.TIMED_PLACE] != k.NOBODY)


@compiled
def best_of_pool(state: Table, walk: Table, now: int) -> int:
    """Sample until the pool has somebody who is still there; NOBODY if nobody may go."""
    while candidates(walk):
        for i in range(draw_sample(state, walk)):
            key = walk[k.SAMPLE + i]
            consider(walk, score(state, walk, key, now), key)
        while walk[k.POOLED]:
            walk[k.POOLED] -= 1
            key = walk[k.POOL + 2 * walk[k.POOLED] + 1]
            if may_go(state, walk, key):
                return int(key)
    return k.NOBODY
