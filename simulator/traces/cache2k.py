"""cache2k traces: big-endian unsigned 32-bit keys and nothing else, usually xz-compressed."""

import lzma
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.traces.errors import TraceError

name = "cache2k"
suffixes = (".trace.xz", ".trace")


def read(path: Path) -> NDArray[np.int64]:
    """The keys in file order; raises TraceError where the file is not such a trace."""
    try:
        content = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    except (lzma.LZMAError, EOFError) as error:
        raise TraceError(f"{path.name} is not an xz file ({error}); choose another trace") from None
    if not content or len(content) % 4:
        raise TraceError(
            f"{path.name} must hold 32-bit keys, got {len(content)} bytes; choose another trace"
        )
    return np.frombuffer(content, dtype=">u4").astype(np.int64)
