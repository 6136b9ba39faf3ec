"""The form that says how an uploaded file is to be read: format, columns, sample."""

from pathlib import Path
from typing import Any

import streamlit as st

from simulator import TraceError
from simulator.traces import formats, reader
from simulator.traces.delimited import NANOSECONDS, ROLES
from simulator.traces.generic_csv import columns_in
from simulator.traces.json_lines import first_fields
from simulator.traces.source import Source

IN_A_ROW = 3
FOUND, NONE = "by the content", "by name"
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
    chosen = st.selectbox("Format", [FOUND, *formats()], key="trace format", format_func=titled)
    name = None if chosen == FOUND else chosen
    found: dict[str, Any] = {"format": name}
    known = choices(path, name)
    if known:
        found["columns"] = columns(known)
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


def choices(path: str, name: str | None) -> dict[str, str]:
    """The columns of a CSV or the fields of JSON lines, by label: how each is said."""
    source = Source(Path(path))
    try:
        form = reader(source, name).name
        if form == "json-lines":
            return {field: field for field in first_fields(source)}
        named = columns_in(source) if form in ("csv", "libcachesim-csv") else []
    except TraceError:
        return {}
    return {column: str(number) for number, column in enumerate(named, 1)}


def columns(choices: dict[str, str]) -> str | None:
    """Which column is what; nothing where all is left to their names."""
    told = []
    for start in range(0, len(ROLES), IN_A_ROW):
        roles = ROLES[start : start + IN_A_ROW]
        for place, role in zip(st.columns(IN_A_ROW), roles, strict=True):
            column = place.selectbox(LABELS[role], [NONE, *choices], key=f"trace column {role}")
            told += [] if column == NONE else [f"{role}={choices[column]}"]
    unit = st.selectbox("Times are in", [NONE, *NANOSECONDS], key="trace unit")
    told += [] if unit == NONE else [f"unit={unit}"]
    return ",".join(told) or None
