"""Chance in the kernel (see simulator.cache.chance)."""

import numpy as np
from numpy.typing import NDArray

from simulator.cache import chance
from simulator.cache.chance import BITS, ONES, STEP
from simulator.fast.jit import compiled

Table = NDArray[np.int64]
mixed = compiled(chance.mixed)


@compiled
def draw(walk: Table, stream: int) -> int:
    """A whole number below 2**32 from the stream whose counter stands in that cell."""
    walk[stream] = (walk[stream] + STEP) & ONES
    return int(mixed(walk[stream]))


@compiled
def below(walk: Table, stream: int, n: int) -> int:
    """A whole number below n."""
    return int((draw(walk, stream) * n) >> BITS)
