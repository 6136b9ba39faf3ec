"""Named streams of chance: each source of randomness draws from its own, so none disturbs another.

Changing a strategy must not change the arrivals (common random numbers). A stream is fixed by
the scenario's seed and its name alone; it does not matter which others exist.
"""

from functools import lru_cache
from random import Random
from zlib import crc32

import numpy as np


def seed_sequence(seed: int, name: str) -> np.random.SeedSequence:
    """The seed of one named stream."""
    return np.random.SeedSequence(seed, spawn_key=(crc32(name.encode()),))


def stream(seed: int, name: str) -> np.random.Generator:
    """A numpy generator for one named stream."""
    return np.random.Generator(np.random.PCG64(seed_sequence(seed, name)))


def plain_stream(seed: int, name: str) -> Random:
    """A standard library generator for one named stream: cheaper for single draws."""
    return Random(plain_seed(seed, name))


@lru_cache(maxsize=1024)
def plain_seed(seed: int, name: str) -> int:
    """The number that a standard library generator is seeded with."""
    words = seed_sequence(seed, name).generate_state(4, np.uint64)
    return int.from_bytes(words.tobytes(), "little")
