"""The catalogue: how keys are numbered, and which entries of the cache a write concerns.

A *row* is what the database and the truth know. Rows are numbered from 0: items first, then keys
that do not exist, then the lists of the categories. A *key* is what an application node calls a
row. Where nodes disagree on the format, each spelling has keys of its own: the keys of the first
are the rows' numbers, those of the next follow behind in the same order, after a number that is
left free: who reads on past the last row finds nothing, and not the next spelling.
"""

from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np

from simulator.log import Requests
from simulator.workload.requests import Block
from strategies.effects import Key


class Catalogue(NamedTuple):
    """How rows are numbered, which of them are lists, and in how many ways keys are spelled."""

    numbers: int = 1
    """Numbers of rows, the free one included."""
    first_list: int = 0
    categories: int = 0
    formats: int = 1

    @property
    def is_plain(self) -> bool:
        """Is each key a row that has nothing to do with any other?"""
        return self.categories == 0 and self.formats == 1

    @property
    def keys(self) -> int:
        """Numbers of keys, all spellings together."""
        return self.numbers * self.formats

    def row(self, key: Key) -> Key:
        """The row that a key stands for."""
        return key % self.numbers

    def rows_of(self, keys: tuple[Key, ...]) -> tuple[Key, ...]:
        """The rows of consecutive keys; those behind the free number do not exist either."""
        spelling = keys[0] - self.row(keys[0])
        return tuple(key - spelling for key in keys)

    def is_list(self, row: Key) -> bool:
        """Is the row a category's list?"""
        return 0 <= row - self.first_list < self.categories

    def derived(self, key: Key) -> tuple[Key, ...]:
        """What is derived from an item, in the same spelling: the list of its category."""
        row = self.row(key)
        if self.categories == 0 or self.is_list(row):
            return ()
        return (key - row + self.first_list + row % self.categories,)

    def concerned(self, key: Key) -> tuple[Key, ...]:
        """All keys whose entries a write of this one makes stale, in every spelling."""
        rows = (self.row(key), *self.derived(self.row(key)))
        return tuple(
            row + self.numbers * spelling for spelling in range(self.formats) for row in rows
        )

    def spelled(self, block: Block) -> Block:
        """Requests for rows, as the nodes that serve them call these."""
        if self.formats == 1:
            return block
        spelling = block.node.astype(np.int64) % self.formats
        return block._replace(key=block.key + spelling * self.numbers)

    def as_asked(self, requests: Requests) -> Requests:
        """A request table with the rows in place of what nodes call them."""
        return requests if self.formats == 1 else requests._replace(key=requests.key % self.numbers)

    def copies(self, keys: Collection[Key]) -> int:
        """How many of the cached keys are second and third copies of a row."""
        if self.formats == 1:
            return 0
        rows: Any = np.fromiter(keys, np.int64, len(keys)) % self.numbers
        return len(rows) - len(np.unique(rows))
