"""Active expiry in the kernel (see simulator.cache.expiry)."""

import numpy as np
from numpy.typing import NDArray

from simulator.cache.expiry import LOOKS, TOLERATED
from simulator.fast import layout as k
from simulator.fast.chance import below
from simulator.fast.entries import live
from simulator.fast.jit import compiled

Table = NDArray[np.int64]


@compiled
def look(state: Table, walk: Table, now: int, looked: int) -> int:
    """Look at so many entries that expire, all if they are no more; how many had expired."""
    few, removed = walk[k.TIMED_COUNT] <= looked, 0
    for place in range(looked - 1, -1, -1):
        at = place if few else below(walk, k.EXPIRY_CHANCE, walk[k.TIMED_COUNT])
        if not live(state, walk, state[at, k.TIMED_KEY], now):
            removed += 1
    return removed


@compiled
def cycle(state: Table, walk: Table, now: int) -> None:
    """Look, remove, and look again while it is worth while."""
    while walk[k.TIMED_COUNT]:
        looked = min(walk[k.TIMED_COUNT], LOOKS)
        if look(state, walk, now, looked) * 100 // looked <= TOLERATED:
            return
