"""How much entries deserve to go, as Redis reckons it (see simulator.cache.eviction.score)."""

import numpy as np
from numpy.typing import NDArray

from simulator.cache.chance import BITS
from simulator.cache.eviction.score import CLOCK, FIRST, MILLISECOND, MINUTE, MINUTES, MOST
from simulator.clock import NANOSECONDS
from simulator.fast import layout as k
from simulator.fast.chance import draw
from simulator.fast.jit import compiled

Table = NDArray[np.int64]


@compiled
def note_time(state: Table, key: int, now: int) -> None:
    """Used in this second."""
    state[key, k.USED] = now // NANOSECONDS & CLOCK


@compiled
def write_counter(state: Table, key: int, counter: int, now: int) -> None:
    """A logarithmic counter and its minute."""
    state[key, k.USED] = (now // MINUTE & MINUTES) << 8 | counter


@compiled
def counter_now(state: Table, walk: Table, key: int, now: int) -> int:
    """The counter as it has decayed."""
    minute, counter = state[key, k.USED] >> 8, state[key, k.USED] & MOST
    if walk[k.DECAY] == 0:
        return int(counter)
    return int(max(counter - ((now // MINUTE - minute) & MINUTES) // walk[k.DECAY], 0))


@compiled
def raise_counter(state: Table, walk: Table, key: int, now: int) -> None:
    """A use: decay first, then perhaps one up."""
    counter = counter_now(state, walk, key, now)
    odds = max(counter - FIRST, 0) * walk[k.LOG_FACTOR] + 1
    if counter < MOST and draw(walk, k.LFU_CHANCE) * odds < 1 << BITS:
        counter += 1
    write_counter(state, key, counter, now)


@compiled
def score(state: Table, walk: Table, key: int, now: int) -> int:
    """The higher, the sooner it should go."""
    if walk[k.SCORE] == k.IDLE:
        return int((now // NANOSECONDS - state[key, k.USED]) & CLOCK)
    if walk[k.SCORE] == k.RARE:
        return int(MOST - counter_now(state, walk, key, now))
    return int(-(state[key, k.EXPIRES] // MILLISECOND))
