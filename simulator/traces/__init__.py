"""Recorded traces: shipped ones by name, others by path. One module a file format."""

import importlib
import pkgutil
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.traces.errors import TraceError

DATA = Path(__file__).parent / "data"


class Shipped(NamedTuple):
    """A trace that comes with the lab."""

    file: str
    title: str
    attribution: str


SHIPPED = {
    "cache2k_web12": Shipped(
        "cache2k_web12.trace.xz",
        "Product pages of a shop in December (95,607 requests, 13,756 pages)",
        "cache2k, headissue GmbH, Jens Wilke, CC BY 4.0",
    ),
}
"""The shipped traces by name."""


def formats() -> dict[str, ModuleType]:
    """Every trace format by name, found by looking into this folder."""
    found = (
        importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)
    )
    return {module.name: module for module in found if hasattr(module, "read")}


class TraceKeys:
    """Keys in a trace's order, numbered by first appearance; starts again when the trace ends."""

    def __init__(self, path: str, format_name: str | None = None) -> None:
        """`path` names a shipped trace or a file; raises TraceError."""
        self.keys, self.distinct = numbered(path, format_name)
        self.next = 0

    def draw(self, n: int) -> NDArray[np.int64]:
        """The next n keys."""
        places = np.arange(self.next, self.next + n) % len(self.keys)
        self.next = int(places[-1] + 1) if n else self.next
        return self.keys[places]


@lru_cache(maxsize=4)
def numbered(path: str, format_name: str | None) -> tuple[NDArray[np.int64], int]:
    """The trace's keys, renumbered densely by first appearance, and how many there are."""
    file = DATA / SHIPPED[path].file if path in SHIPPED else Path(path)
    keys = reader(file, format_name).read(file)
    distinct, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    rank = np.empty(len(distinct), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(distinct))
    return rank[inverse], len(distinct)


def reader(file: Path, format_name: str | None) -> ModuleType:
    """The module that reads this file, by the format's name or the file's."""
    known = formats()
    if format_name is not None and format_name not in known:
        raise TraceError(
            f"workload.trace.format must be one of {', '.join(known)}, got {format_name!r}; "
            "choose one of them or leave it empty"
        )
    if not file.is_file():
        shipped = ", ".join(SHIPPED)
        raise TraceError(
            f"workload.trace.path must name a file or a shipped trace ({shipped}), "
            f"got {str(file)!r}; check the path"
        )
    fitting = [m for m in known.values() if file.name.endswith(tuple(m.suffixes))]
    if format_name is None and not fitting:
        raise TraceError(
            f"{file.name}: its format is not known by its name; give workload.trace.format, "
            f"one of {', '.join(known)}"
        )
    return known[format_name] if format_name else fitting[0]
