"""The form that says how an uploaded file is to be read: format, columns, sample."""

from pathlib import Path
from typing import Any

import streamlit as st

from simulator import TraceError
from simulator.traces import formats, reader
from simulator.traces.delimited import NANOSECONDS, ROLES
from simulator.traces.generic_csv import columns_in
from simulator.traces.source import Source

FOUND, NONE = "by the content", "by name"
MAPPED = ("csv", "libcachesim-csv")
LABELS = {
    "key": "Key",
    "time": "Time",
    "op": "Operation",
    "size": "Size",
    "ttl": "TTL",
    "count": "How often",
}


def ask(path: str) -> dict[str, Any]:
    """The settings of a trace source that the visitor has chosen."""
    known = [FOUND, *formats()]
    chosen = st.selectbox("Format", known, key="trace format", format_func=titled)
    name = None if chosen == FOUND else chosen
    found: dict[str, Any] = {"format": name}
    if is_mapped(path, name):
        found["columns"] = columns(path)
    found["sample"] = st.select_slider(
        "Sample of the keys",
        [0.001, 0.01, 0.1, 1.0],
        value=1.0,
        key="trace sample",
        format_func=lambda share: f"{share:.1%}".replace(".0%", "%"),
        help="Keeps this share of the keys, with all their requests: faster, with a small error.",
    )
    return found


def titled(name: str) -> str:
    """A format in the list."""
    return formats()[name].title if name in formats() else name


def is_mapped(path: str, name: str | None) -> bool:
    """Does the file have columns to be chosen?"""
    try:
        return reader(Source(Path(path)), name).name in MAPPED
    except TraceError:
        return False


def columns(path: str) -> str | None:
    """Which column is what; nothing where all is left to their names."""
    try:
        names = columns_in(Source(Path(path)))
    except TraceError:
        return None
    grid = st.columns(len(ROLES))
    told = []
    for place, role in zip(grid, ROLES, strict=True):
        options = [NONE, *names]
        column = place.selectbox(LABELS[role], options, key=f"trace column {role}")
        told += [] if column == NONE else [f"{role}={names.index(column) + 1}"]
    unit = st.selectbox("Times are in", [NONE, *NANOSECONDS], key="trace unit")
    told += [] if unit == NONE else [f"unit={unit}"]
    return ",".join(told) or None
