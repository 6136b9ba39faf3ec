"""Accesses that come one at a time, from lines that need a parser: collected into columns."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.traces.columns import READ, Columns
from simulator.traces.fields import hashes
from simulator.traces.source import Source

ROWS = 1 << 15


class Access(NamedTuple):
    """One access; `at_ns` is 0 where the format has no time."""

    key: bytes
    at_ns: int = 0
    op: int = READ
    size_b: int = 0
    ttl_ns: int = 0
    absent: int = 0


class Malformed(ValueError):
    """A line that is not one of the format; the text is the reason, in a few words."""


def gather(
    accesses: Iterable[Access], *, timed: bool = True, operated: bool = True
) -> Iterator[Columns]:
    """Blocks of columns; without times or operations where the format has none."""
    rows: list[Access] = []
    for access in accesses:
        rows.append(access)
        if len(rows) == ROWS:
            yield columns_of(rows, timed=timed, operated=operated)
            rows = []
    if rows:
        yield columns_of(rows, timed=timed, operated=operated)


def columns_of(rows: list[Access], *, timed: bool, operated: bool) -> Columns:
    """Rows as columns."""
    key, at_ns, op, size_b, ttl_ns, absent = zip(*rows, strict=True)
    return Columns(
        hashes(key),
        ints(at_ns) if timed else None,
        np.array(op, dtype=np.uint8) if operated else None,
        ints(size_b),
        ints(ttl_ns),
        np.array(absent, dtype=np.uint8),
    )


def ints(values: Iterable[int]) -> NDArray[np.int64]:
    """Whole numbers, those too large for a column as large as it can hold."""
    top = 2**62
    return np.array([min(max(value, -top), top) for value in values], dtype=np.int64)


def parsed(source: Source, parse: Callable[[bytes], Iterable[Access]]) -> Iterator[Access]:
    """What a parser finds in each line; lines that it refuses are counted and skipped."""
    for number, line in source.lines():
        try:
            found = list(parse(line))
        except Malformed as error:
            source.faults.add(number, line, str(error))
            continue
        yield from found
