"""A column kept until it is read again: in memory while small, then in a temporary file."""

import tempfile
import weakref
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

IN_MEMORY_B = 1 << 26
"""A longer column goes to disk."""


class Spool:
    """A column of numbers that is written once and read in blocks, as often as wanted."""

    def __init__(self, dtype: Any) -> None:
        """Empty."""
        self.dtype = np.dtype(dtype)
        self.file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_B)  # noqa: SIM115
        self.size = 0
        weakref.finalize(self, self.file.close)

    def add(self, values: NDArray[Any]) -> None:
        """Write some more."""
        self.file.write(np.ascontiguousarray(values, dtype=self.dtype).data)
        self.size += len(values)

    def part(self, start: int, n: int) -> NDArray[Any]:
        """At most n numbers from a place on."""
        self.file.seek(start * self.dtype.itemsize)
        return np.frombuffer(self.file.read(n * self.dtype.itemsize), dtype=self.dtype)

    def blocks(self, n: int) -> Iterator[NDArray[Any]]:
        """The whole column, n numbers at a time."""
        for start in range(0, self.size, n):
            yield self.part(start, n)

    def whole(self) -> NDArray[Any]:
        """The whole column in memory."""
        return self.part(0, self.size)
