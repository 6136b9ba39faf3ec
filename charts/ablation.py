"""Ablation: what a stack loses when one of its members is left out."""

from collections.abc import Mapping
from math import isclose
from typing import Any

from charts.stampede import text
from charts.theme import INK, MS, Figure, axis, heading, layout, style

SCALES = {"s": (MS, "ms"), "1/s": (1.0, "1/s"), "": (1.0, "count")}
WHOLE = "whole stack"
"""The first bar."""
NOTHING = 0.0005
"""A change of less than this share is told as none."""
BY_FACTOR = 2.0
"""From here on a change is told as a factor."""


def ablation(title: str, unit: str, values: Mapping[str, float | None]) -> Figure:
    """A bar for the whole stack and one for each member left out, with the change in words."""
    scale, shown_unit = SCALES[unit]
    names = [name if name == WHOLE else f"without {heading(name)}" for name in values]
    numbers = [None if value is None else value * scale for value in values.values()]
    words = [change(value, numbers[0]) for value in numbers]
    high = max((each for each in numbers if each), default=1.0)
    colours = [INK if name == WHOLE else style(name).colour for name in values]
    rows = zip(names, map(text, numbers), words, strict=True)
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "name": title,
                "uid": title,
                "x": numbers,
                "y": names,
                "text": words,
                "textposition": "outside",
                "cliponaxis": False,
                "marker": {"color": colours},
                "hovertemplate": "%{x:,.4~g}<extra></extra>",
            }
        ],
        "layout": layout(
            70 + 34 * len(names),
            xaxis=axis(f"{title} ({shown_unit})", range=[0, high * 1.45], nticks=4),
            yaxis=axis("", autorange="reversed", showgrid=False),
            hovermode="closest",
            margin={"l": 10, "r": 10, "t": 10, "b": 40},
            meta=words_of(title, shown_unit, [list(row) for row in rows]),
        ),
    }


def words_of(title: str, unit: str, rows: list[list[str]]) -> dict[str, Any]:
    """The words that travel with the figure, and its table."""
    told = "; ".join(f"{name} {value} {change}".rstrip() for name, value, change in rows)
    return {
        "title": title,
        "note": "With the whole stack, and with one member left out",
        "file": f"ablation-{title.lower().replace(' ', '-').replace(',', '')}",
        "alt": f"{title}: {told}.",
        "mark": "",
        "colour": INK,
        "table": [["Stack", f"{title} ({unit})", "Change"], *rows],
    }


def change(value: float | None, whole: float | None) -> str:
    """How a number differs from the whole stack's: in per cent, as a factor from two on."""
    if value is None or whole is None:
        return "none measured"
    if isclose(value, whole, rel_tol=NOTHING):
        return f"{value:,.4g}"
    if whole and value / whole >= BY_FACTOR:
        return f"{value:,.4g} (x {value / whole:,.3g})"
    share = f" ({value / whole - 1:+.1%})" if whole else ""
    return f"{value:,.4g}{share}"
