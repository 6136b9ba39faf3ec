"""Ghosts: pinned runs as thin grey lines behind the lines of a time line."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from charts.lines import rounded
from charts.theme import MUTED, Figure, decades

DASHES = ("4px,3px", "1px,3px", "8px,3px,1px,3px", "12px,4px")
"""One after the other, so that ghosts can be told apart."""


def haunted(figure: Figure, ghosts: Mapping[str, pd.DataFrame]) -> Figure:
    """A figure of lines over time with the first line of each panel as other runs had it."""
    lines = list(leading(figure["data"]))
    if not ghosts or not lines:
        return figure
    found = [
        ghost(line, name, table, DASHES[place % len(DASHES)])
        for line in lines
        for place, (name, table) in enumerate(ghosts.items())
        if column_of(line) in table
    ]
    if not found:
        return figure
    layout = {**figure["layout"], "showlegend": True}
    margin = layout["margin"]
    layout["margin"] = {**margin, "t": max(46, margin["t"])}
    words = f"{layout['meta']['alt']} Behind it, thin: {', '.join(ghosts)}."
    layout["meta"] = {**layout["meta"], "alt": words}
    for each in found:
        widen(layout, "x", each["x"])
        widen(layout, each["yaxis"], each["y"])
    return {"data": [*figure["data"], *found], "layout": layout}


def column_of(line: dict[str, Any]) -> str:
    """The column of a time line that a line shows; a word before it says whose."""
    return str(line["meta"]["column"]).split()[-1]


def leading(traces: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The first line of each panel that was drawn from a table over time."""
    seen: set[str] = set()
    for trace in traces:
        if "column" in trace.get("meta", {}) and trace["yaxis"] not in seen:
            seen.add(trace["yaxis"])
            yield trace


def ghost(line: dict[str, Any], name: str, table: pd.DataFrame, dash: str) -> dict[str, Any]:
    """A line as another run had it."""
    meta, column = line["meta"], column_of(line)
    return {
        **line,
        "name": name,
        "uid": f"{name} {column}",
        "x": rounded((table["start_s"] + table["end_s"]) / 2 / meta["unit_s"]),
        "y": rounded(table[column] * meta["scale"]),
        "line": {"color": MUTED, "dash": dash, "width": 1.3},
        "opacity": 0.9,
        "zorder": -1,
        "legendgroup": name,
        "showlegend": line["yaxis"] == "y",
    }


def widen(layout: dict[str, Any], axis: str, values: list[float | None]) -> None:
    """Make room on an axis with a fixed extent for values that lie outside it."""
    name = f"{axis[0]}axis{axis[1:]}"
    own = layout[name]
    known = [value for value in values if value is not None]
    if not known or "range" not in own:
        return
    low, high = own["range"]
    if own.get("type") == "log":
        above = [value for value in known if value > 0]
        fitting = decades(min(10 ** (low + 0.05), *above), max(10 ** (high - 0.05), *above))
        layout[name] = {**own, **fitting}
    else:
        layout[name] = {**own, "range": [min(low, *known), max(high, *known)]}
