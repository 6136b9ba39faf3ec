"""What every trace format yields: blocks of columns, one row an access."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Keys = NDArray[np.uint64]
Codes = NDArray[np.uint8]

READ, WRITE, DELETE, SET = range(4)
"""What an access does. SET puts a value into a cache: a write, or the fill after a miss."""


class Columns(NamedTuple):
    """Accesses in file order. A column that the format does not have is None, in every block.

    `key` is the key's number in the file, or a hash of its text. `at_ns` counts nanoseconds from
    any origin. `size_b` and `ttl_ns` are 0 where a row does not tell.
    """

    key: Keys
    at_ns: Ints | None = None
    op: Codes | None = None
    size_b: Ints | None = None
    ttl_ns: Ints | None = None
    absent: Codes | None = None
    """1 where the trace tells that nothing was there."""

    def repeated(self, times: Ints) -> "Columns":
        """Each row so many times."""
        return Columns(*(c if c is None else np.repeat(c, times) for c in self))  # type: ignore[arg-type]

    def kept(self, which: NDArray[np.bool_]) -> "Columns":
        """The rows that a mask says."""
        return Columns(*(c if c is None else c[which] for c in self))  # type: ignore[arg-type]
