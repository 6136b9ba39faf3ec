"""Numbers keys from 0 in the order of their first appearance, block by block, in a hash table."""

import numpy as np
from numpy.typing import NDArray

from simulator.fast.jit import compiled
from simulator.traces.columns import DELETE, READ, SET, WRITE

Keys = NDArray[np.uint64]
Numbers = NDArray[np.int32]
Codes = NDArray[np.uint8]

SLOTS = 1 << 16
"""Room at first, a power of two; it doubles when two thirds are taken."""
FREE = -1
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX = np.uint64(0xBF58476D1CE4E5B9)
FILL = 4
"""Besides the codes of `simulator.traces.columns`: a SET that only answers a miss."""


@compiled
def slot_of(key: np.uint64, mask: int) -> np.int64:
    """Where the search for a key begins."""
    mixed = (key ^ (key >> np.uint64(31))) * MIX
    return np.int64((mixed ^ (mixed >> np.uint64(29))) & np.uint64(mask))


@compiled
def find(keys: Keys, held: Keys, numbers: Numbers, found: Numbers, start: int, known: int) -> int:  # noqa: PLR0917
    """Number keys from `start` on; answers how many of the block are done.

    The number of the next new key is `known`; it stops where the table is two thirds full.
    `found` has one more place, for the number of keys known in the end.
    """
    mask, room = len(held) - 1, 2 * len(held) // 3
    row = start
    while row < len(keys):
        key = keys[row]
        slot = slot_of(key, mask)
        while numbers[slot] != FREE and held[slot] != key:
            slot = (slot + 1) & mask
        if numbers[slot] == FREE:
            if known >= room:
                break
            held[slot], numbers[slot] = key, known
            known += 1
        found[row] = numbers[slot]
        row += 1
    found[len(keys)] = known
    return row


@compiled
def move(old: Keys, old_numbers: Numbers, held: Keys, numbers: Numbers) -> None:
    """Put everything into a larger table."""
    mask = len(held) - 1
    for place in range(len(old)):
        if old_numbers[place] != FREE:
            slot = slot_of(old[place], mask)
            while numbers[slot] != FREE:
                slot = (slot + 1) & mask
            held[slot], numbers[slot] = old[place], old_numbers[place]


@compiled
def mark_fills(numbers: Numbers, op: Codes, last: Codes) -> None:
    """A SET whose key was read last is a fill; any other is a write. Remembers what was last."""
    for row in range(len(numbers)):
        key = numbers[row]
        if op[row] == SET:
            op[row] = FILL if last[key] == READ else WRITE
        last[key] = op[row]


class Numbering:
    """Every key seen so far, and its number."""

    def __init__(self) -> None:
        """None at the start."""
        self.held = np.zeros(SLOTS, dtype=np.uint64)
        self.numbers = np.full(SLOTS, FREE, dtype=np.int32)
        self.last = np.full(SLOTS, DELETE, dtype=np.uint8)
        self.known = 0

    def number(self, keys: Keys) -> Numbers:
        """The number of each key."""
        found, done = np.empty(len(keys) + 1, dtype=np.int32), 0
        with np.errstate(over="ignore"):
            while True:
                done = find(keys, self.held, self.numbers, found, done, self.known)
                self.known = int(found[-1])
                if done == len(keys):
                    return found[:-1]
                self.grow()

    def grow(self) -> None:
        """Twice the room."""
        old, old_numbers = self.held, self.numbers
        self.held = np.zeros(2 * len(old), dtype=np.uint64)
        self.numbers = np.full(2 * len(old), FREE, dtype=np.int32)
        move(old, old_numbers, self.held, self.numbers)

    def without_fills(self, numbers: Numbers, op: Codes) -> Codes:
        """The operations, with every SET told apart into fills and writes."""
        while len(self.last) < self.known:
            more = np.full(len(self.last), DELETE, dtype=np.uint8)
            self.last = np.concatenate([self.last, more])
        told = op.copy()
        mark_fills(numbers, told, self.last)
        return told


def sampled(keys: Keys, rate: float) -> NDArray[np.bool_]:
    """Which keys belong to a spatial sample: those whose hash lies in the first part of its range.

    All accesses of a key are in it, or none (Waldspurger et al., SHARDS, USENIX FAST 2015).
    """
    with np.errstate(over="ignore"):
        mixed = (keys + GOLDEN) * MIX
        mixed = (mixed ^ (mixed >> np.uint64(32))) * GOLDEN
    return (mixed >> np.uint64(11)).astype(np.float64) < rate * 2.0**53
