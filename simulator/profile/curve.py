"""The hit ratio of an LRU cache of every size, from one pass through a recording.

A request finds its key in an LRU cache of c entries if at most c different keys, its own included,
were asked for since its last request: its stack distance (Mattson et al., IBM Systems Journal 9,
1970). A Fenwick tree over the positions of the keys' last requests counts them.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.fast.jit import compiled

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
POINTS = 200
"""Sizes at which a curve is told."""
ROOM = 1 << 16


class Curve(NamedTuple):
    """Hit ratios by cache size, in entries; every request counts as a read."""

    entries: Ints
    hit_ratio: NDArray[np.float64]


@compiled
def add(tree: Numbers, position: int, change: int) -> None:
    """Mark a position, or take its mark away; positions count from 1."""
    while position < len(tree):
        tree[position] += change
        position += position & -position


@compiled
def marks_up_to(tree: Numbers, position: int) -> int:
    """How many positions are marked, up to and including this one."""
    found = 0
    while position > 0:
        found += tree[position]
        position -= position & -position
    return found


@compiled
def walk(keys: Numbers, start: int, last: Ints, tree: Numbers, place: Ints, counts: Ints) -> int:  # noqa: PLR0917
    """Count the stack distances of keys; answers how many are done, when the tree is full.

    `place` holds the last position used and the number of keys seen. First requests count as 0.
    """
    position, known, row = place[0], place[1], start
    while row < len(keys) and position + 1 < len(tree):
        key = keys[row]
        before = last[key]
        if before:
            counts[known - marks_up_to(tree, before) + 1] += 1
            add(tree, before, -1)
        else:
            counts[0] += 1
            known += 1
        position += 1
        add(tree, position, 1)
        last[key] = position
        row += 1
    place[0], place[1] = position, known
    return row


class Stack:
    """Stack distances of a sequence of keys that comes in blocks."""

    def __init__(self, keys: int) -> None:
        """Keys are numbered below this."""
        self.last = np.zeros(keys, dtype=np.int64)
        self.counts = np.zeros(keys + 1, dtype=np.int64)
        self.tree = np.zeros(max(ROOM, 2 * keys) + 1, dtype=np.int32)
        self.place = np.zeros(2, dtype=np.int64)

    def take(self, keys: Numbers) -> None:
        """Some more keys."""
        done = walk(keys, 0, self.last, self.tree, self.place, self.counts)
        while done < len(keys):
            self.compact()
            done = walk(keys, done, self.last, self.tree, self.place, self.counts)

    def compact(self) -> None:
        """Move the marks together, in their order, so that there is room for new ones."""
        seen = np.flatnonzero(self.last)
        order = seen[np.argsort(self.last[seen])]
        n = len(order)
        self.last[order] = np.arange(1, n + 1)
        ends = np.arange(len(self.tree))
        starts = ends - (ends & -ends)
        self.tree[:] = np.maximum(np.minimum(ends, n) - starts, 0)
        self.place[0] = n

    def hits(self) -> Ints:
        """Hits of a cache by its size, from 0 entries on."""
        hits = self.counts.copy()
        hits[0] = 0
        found: Ints = np.cumsum(hits)
        return found

    def curve(self, rate: float = 1.0, accesses: int | None = None) -> Curve:
        """The curve, told at some sizes up to that of all keys.

        Of a sample of the keys with this rate, sizes are scaled up, and the difference between
        the requests expected in the sample and those found there counts as hits of any size
        (SHARDS-adj: Waldspurger et al., FAST 2015).
        """
        hits, found = self.hits(), int(self.counts.sum())
        expected = found if accesses is None else accesses * rate
        sizes = spread(len(hits) - 1)
        ratio = (hits[sizes] + expected - found) / expected
        return Curve(np.rint(sizes / rate).astype(np.int64), np.clip(ratio, 0, 1))


def spread(high: int) -> Ints:
    """Whole numbers from 1 to a highest one, evenly spread on a logarithmic scale."""
    return np.unique(np.rint(np.geomspace(1, max(high, 1), POINTS)).astype(np.int64))
