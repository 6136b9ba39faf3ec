"""How many bytes each key's entry takes."""

from math import log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.cache.settings import Cache
from simulator.streams import stream


def entry_sizes(cache: Cache, seed: int, keys: int) -> NDArray[np.int64]:
    """Value and overhead of the first so many keys; more keys change no earlier size."""
    values: Any = np.full(keys, cache.value_bytes)
    if cache.value_cv:
        sigma = sqrt(log(1 + cache.value_cv**2))
        normal = stream(seed, "value-sizes").standard_normal(keys)
        values = cache.value_bytes * np.exp(sigma * normal - sigma**2 / 2)
    sizes: NDArray[np.int64] = np.maximum(np.rint(values), 1).astype(np.int64)
    return sizes + cache.overhead_bytes
