"""libCacheSim's oracleGeneral: 24-byte records of time, object, size and its next access."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from simulator.traces.columns import Columns
from simulator.traces.errors import TraceError
from simulator.traces.source import Source

name = "oracle-general"
title = "libCacheSim oracleGeneral"
place = 20
RECORD = np.dtype([("time", "<u4"), ("key", "<u8"), ("size", "<u4"), ("next", "<i8")])
RECORDS = 43_690
"""Records in a piece."""
NEVER = 2**62
"""A next access beyond this never comes; -1 and -2 say the same."""


def fits(head: bytes) -> bool:
    """Do times never go back, and does every record's next access lie after it?"""
    records = records_of(head)
    if len(records) == 0 or b"\0" not in head:
        return False
    number = np.arange(1, len(records) + 1)
    later = (records["next"] >= number) | np.isin(records["next"], (-1, -2))
    ordered = bool((np.diff(records["time"].astype(np.int64)) >= 0).all())
    return ordered and bool(later.all())


def records_of(content: bytes) -> NDArray[np.void]:
    """The whole records in some bytes."""
    return np.frombuffer(content, dtype=RECORD, count=len(content) // RECORD.itemsize)


def read(source: Source) -> Iterator[Columns]:
    """The accesses; the next access is not needed and not trusted."""
    whole_b = 0
    for piece in source.pieces(RECORD.itemsize * RECORDS):
        whole_b += len(piece)
        found = records_of(piece)
        at_ns = found["time"].astype(np.int64) * 10**9
        yield Columns(found["key"].astype(np.uint64), at_ns, None, found["size"].astype(np.int64))
    if not whole_b or whole_b % RECORD.itemsize:
        raise TraceError(
            f"{source.path.name} must hold records of {RECORD.itemsize} bytes, got {whole_b} "
            "bytes; choose another trace or format"
        )
