"""What a sample of the keys tells of all of them: the miss ratio, and how far off it may be."""

from math import sqrt
from typing import NamedTuple

import numpy as np

from simulator.log import Chunk, Requests
from simulator.outcome import HITS


class Estimated(NamedTuple):
    """An estimate and its standard error."""

    miss_ratio: float
    error: float


class KeyMisses:
    """Counts the misses of each key; takes chunks beside the metrics."""

    def __init__(self) -> None:
        """None yet."""
        self.misses = np.zeros(1, dtype=np.int64)

    def take(self, chunk: Chunk) -> None:
        """Count a chunk's reads that the cache did not answer."""
        if isinstance(chunk, Requests):
            missed = chunk.key[(chunk.write == 0) & (chunk.outcome > HITS[-1])]
            counts = np.bincount(missed, minlength=len(self.misses))
            counts[: len(self.misses)] += self.misses
            self.misses = counts

    def estimate(self, rate: float, reads: float) -> Estimated:
        """The miss ratio of all keys' reads, of which there are so many.

        Each key is in the sample with probability `rate`, so that misses over the rate are an
        unbiased estimate of all misses (Horvitz and Thompson, JASA 1952), with variance
        (1 - rate) / rate^2 times the sum of the squares of the keys' misses. Dividing by all
        reads instead of the sample's is the correction of Waldspurger et al. (SHARDS, FAST
        2015). The noise of a cache as much smaller comes on top and is not in the error.
        """
        scale = 1 / (rate * reads)
        misses = self.misses.astype(np.float64)
        error = scale * sqrt((1 - rate) * float(misses @ misses))
        return Estimated(float(misses.sum()) * scale, error)
