"""Recorded traces: shipped ones by name, others by path. One module a file format."""

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from simulator.traces.errors import TraceError
from simulator.traces.source import Source

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


@cache
def formats() -> dict[str, ModuleType]:
    """Every trace format by name, in the order in which a file is held against them."""
    modules = pkgutil.iter_modules(__path__)
    found = [importlib.import_module(f"{__name__}.{module.name}") for module in modules]
    known = [module for module in found if hasattr(module, "fits")]
    return {module.name: module for module in sorted(known, key=lambda module: module.place)}


def file_of(path: str) -> Path:
    """The file of a shipped trace or of a path; raises TraceError."""
    file = DATA / SHIPPED[path].file if path in SHIPPED else Path(path)
    if not is_file(file):
        shipped = ", ".join(SHIPPED)
        raise TraceError(
            f"workload.trace.path must name a file or a shipped trace ({shipped}), "
            f"got {str(file)!r}; check the path"
        )
    return file


def is_file(file: Path) -> bool:
    """Is there such a file? Some texts cannot even be a path."""
    try:
        return file.is_file()
    except (OSError, ValueError):
        return False


def reader(source: Source, format_name: str | None = None) -> ModuleType:
    """The format of a file, by its name or else by the content; raises TraceError."""
    known = formats()
    if format_name is not None and format_name not in known:
        raise TraceError(
            f"workload.trace.format must be one of {', '.join(known)}, got {format_name!r}; "
            "choose one of them or leave it empty"
        )
    if format_name is not None:
        return known[format_name]
    head = source.head()
    fitting = [module for module in known.values() if module.fits(head)]
    fitting += [module for module in known.values() if is_named(source.path, module)]
    if source.columns and not fitting:
        fitting = [known["csv"]]
    if not fitting:
        raise TraceError(
            f"{source.path.name}: its format is not known by its content; give "
            f"workload.trace.format, one of {', '.join(known)}"
        )
    return fitting[0]


def is_named(file: Path, module: ModuleType) -> bool:
    """Does a file's name say that it is of a format which has no mark?"""
    return file.name.endswith(getattr(module, "suffixes", ("/",)))
