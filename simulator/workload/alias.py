"""The alias table: draws from any fixed weights in constant time (Walker 1977, Vose 1991)."""

import numpy as np
from numpy.typing import NDArray


class AliasTable:
    """Weights turned into columns of equal height, each shared by at most two numbers."""

    def __init__(self, weights: NDArray[np.float64]) -> None:
        """Build from non-negative weights, at least one positive; takes linear time."""
        self.size = len(weights)
        self.keep, self.other = build(np.asarray(weights, dtype=np.float64))

    def draw(self, random: np.random.Generator, n: int) -> NDArray[np.int64]:
        """Draw n independent numbers from 0 to size - 1, one uniform draw each."""
        scaled = random.random(n) * self.size
        column = scaled.astype(np.int64)
        stays = scaled - column < self.keep[column]
        return np.where(stays, column, self.other[column])


def build(weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """For each column the height at which it changes owner, and who owns the rest."""
    height = weights * (len(weights) / weights.sum())
    other = np.arange(len(weights))
    keep = np.ones(len(weights))
    heights = height.tolist()
    small = [i for i, h in enumerate(heights) if h < 1]
    large = [i for i, h in enumerate(heights) if h >= 1]
    while small and large:
        low, high = small.pop(), large[-1]
        keep[low], other[low] = heights[low], high
        heights[high] -= 1 - heights[low]
        if heights[high] < 1:
            small.append(large.pop())
    return keep, other
