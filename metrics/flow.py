"""Time averages of how many are in a place, from the instants at which they enter and leave."""

from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Flow:
    """How many are inside, averaged over each window between given edges; exact, in one pass.

    The area under the count up to an edge is the sum, over all who entered before it, of the
    time since they entered, less the same for all who left.
    """

    def __init__(self, edges_s: Floats) -> None:
        """Edges in ascending order; what happens outside of them is counted at the border."""
        self.edges_s = edges_s
        self.counts = np.zeros(len(edges_s) + 1)
        self.times = np.zeros(len(edges_s) + 1)

    def add(self, entered_s: Floats, left_s: Floats) -> None:
        """Count visits."""
        for instants_s, sign in ((entered_s, 1), (left_s, -1)):
            places = np.searchsorted(self.edges_s, instants_s, side="right")
            size = len(self.counts)
            self.counts += sign * np.bincount(places, minlength=size)
            self.times += sign * np.bincount(places, weights=instants_s, minlength=size)

    def merge(self, other: Self) -> None:
        """Add another flow's visits."""
        self.counts += other.counts
        self.times += other.times

    def areas(self) -> Floats:
        """The area under the count in each window."""
        inside, since = np.cumsum(self.counts)[:-1], np.cumsum(self.times)[:-1]
        return np.diff(self.edges_s * inside - since)

    def means(self) -> Floats:
        """The time average of the count in each window."""
        return self.areas() / np.diff(self.edges_s)
