"""The points of charts as one table, whatever the charts look like."""

from collections.abc import Iterable, Iterator, Mapping
from numbers import Real
from typing import Any

import pandas as pd

from charts.theme import Figure

COLUMNS = ["chart", "subject", "series", "label", "x", "y", "x_title", "y_title"]


def series(figure: Figure) -> Iterator[Mapping[str, Any]]:
    """The traces of a figure that carry data: lines, marks and bars, no words on the picture."""
    for trace in figure["data"]:
        if trace.get("mode") != "text" and trace.get("x") is not None:
            yield trace


def table_of(figures: Iterable[Figure]) -> pd.DataFrame:
    """A row a point; what is no number on an axis is the point's label."""
    return pd.DataFrame([row for each in figures for row in rows(each)], columns=COLUMNS)


def rows(figure: Figure) -> Iterator[tuple[Any, ...]]:
    """The points of one figure."""
    meta, page = figure["layout"].get("meta", {}), figure["layout"]
    for trace in series(figure):
        titles = (title(page, "x", trace), title(page, "y", trace))
        for x, y in pairs(trace):
            label = next((str(each) for each in (x, y) if isinstance(each, str)), "")
            head = (meta.get("title", ""), meta.get("subject", ""), trace.get("name", ""))
            yield (*head, label, number(x), number(y), *titles)


def pairs(trace: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """The points of a trace that has some; a line's gaps are none."""
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if x is not None and y is not None:
            yield x, y


def number(value: Any) -> float | None:
    """A coordinate, where it is one."""
    return float(value) if isinstance(value, Real) else None


def axis_of(trace: Mapping[str, Any], letter: str) -> str:
    """The name of a trace's axis in the layout."""
    return str(trace.get(f"{letter}axis", letter)).replace(letter, f"{letter}axis", 1)


def title(page: Mapping[str, Any], letter: str, trace: Mapping[str, Any]) -> str:
    """What stands at a trace's axis."""
    axis = page.get(axis_of(trace, letter), {})
    return str(axis.get("title", {}).get("text", ""))
