"""cache2k traces: big-endian unsigned 32-bit keys and nothing else."""

from collections.abc import Iterator

import numpy as np

from simulator.traces.columns import Columns
from simulator.traces.errors import TraceError
from simulator.traces.generic_csv import is_text
from simulator.traces.source import Source

name = "cache2k"
title = "cache2k (32-bit keys)"
place = 100
suffixes = (".trace", ".trace.gz", ".trace.xz", ".trace.zst")
"""Files of these names are taken for it, too."""
KEY_B = 4
MOSTLY = 0.9
"""Keys are numbered from 0, so that the first of their four bytes is nearly always 0."""


def fits(head: bytes) -> bool:
    """The format has no mark of its own: binary, with small numbers only."""
    high = np.frombuffer(head[: len(head) // KEY_B * KEY_B], dtype=np.uint8)[::KEY_B]
    return not is_text(head) and len(high) > 0 and bool((high == 0).mean() > MOSTLY)


def read(source: Source) -> Iterator[Columns]:
    """The keys in file order."""
    whole_b = 0
    for piece in source.pieces():
        whole_b += len(piece)
        if len(piece) % KEY_B:
            break
        yield Columns(np.frombuffer(piece, dtype=">u4").astype(np.uint64))
    if not whole_b or whole_b % KEY_B:
        raise TraceError(
            f"{source.path.name} must hold 32-bit keys, got {whole_b} bytes; choose another trace "
            "or format"
        )
