"""The Pareto chart: settings by two aims, the front of those that keep the limits, the choice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts.lines import Sheet
from charts.theme import GRID, INK, MUTED, Figure, axis, layout, style


@dataclass(frozen=True)
class Point:
    """A setting: its place, and what it is in words."""

    name: str
    """The strategy that it is drawn as."""
    x: float
    y: float
    words: str
    keeps: bool
    """Does it keep the limits?"""


@dataclass(frozen=True)
class Sides:
    """The axes' titles with their units, and whether they are shares."""

    x: str
    y: str
    x_percent: bool = False
    y_percent: bool = False


def pareto(
    points: Sequence[Point],
    front: Sequence[Point],
    chosen: Point | None,
    sides: Sides,
    sheet: Sheet,
    *,
    pinned: Sequence[Point] = (),
) -> Figure:
    """All settings, those that break a limit faint; pinned runs among them."""
    return {
        "data": [
            *cloud([p for p in points if not p.keeps], "Breaks a limit", keeps=False),
            *cloud([p for p in points if p.keeps], "Keeps the limits", keeps=True),
            *line(front),
            *star(chosen),
            *diamonds(pinned),
        ],
        "layout": layout(
            420,
            xaxis=axis(sides.x, rangemode="nonnegative", **percent(on=sides.x_percent)),
            yaxis=axis(sides.y, rangemode="nonnegative", **percent(on=sides.y_percent)),
            hovermode="closest",
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            margin={"l": 64, "r": 12, "t": 46, "b": 48},
            meta=sheet.meta() | {"table": table(points, sides)},
        ),
    }


def percent(*, on: bool) -> dict[str, Any]:
    """Ticks of an axis of shares."""
    return {"tickformat": "~%"} if on else {}


def cloud(points: Sequence[Point], name: str, *, keeps: bool) -> list[dict[str, Any]]:
    """Settings as marks: full where they keep the limits, else rings."""
    if not points:
        return []
    colours = [style(point.name).colour if keeps else MUTED for point in points]
    look = {
        "size": 8,
        "symbol": "circle" if keeps else "circle-open",
        "color": colours,
        "line": {"width": 1, "color": colours},
    }
    return [scatter(points, name, "markers") | {"marker": look}]


def line(front: Sequence[Point]) -> list[dict[str, Any]]:
    """The front, as steps: between two settings there is nothing to choose."""
    if not front:
        return []
    look = {"color": INK, "width": 1.4, "shape": "hv", "dash": "dot"}
    return [scatter(front, "Pareto front", "lines") | {"line": look}]


def star(chosen: Point | None) -> list[dict[str, Any]]:
    """The recommendation."""
    if chosen is None:
        return []
    look = {
        "size": 17,
        "symbol": "star",
        "color": style(chosen.name).colour,
        "line": {"width": 1.5, "color": GRID},
    }
    return [scatter([chosen], "Recommended", "markers") | {"marker": look}]


def diamonds(pinned: Sequence[Point]) -> list[dict[str, Any]]:
    """Pinned runs."""
    if not pinned:
        return []
    look = {"size": 11, "symbol": "diamond-open", "color": MUTED, "line": {"width": 2}}
    return [scatter(pinned, "Pinned runs", "markers") | {"marker": look}]


def scatter(points: Sequence[Point], name: str, mode: str) -> dict[str, Any]:
    """Points with their words."""
    return {
        "type": "scatter",
        "mode": mode,
        "name": name,
        "uid": name,
        "x": [float(f"{point.x:.5g}") for point in points],
        "y": [float(f"{point.y:.5g}") for point in points],
        "text": [point.words for point in points],
        "hovertemplate": "%{text}<extra></extra>",
    }


def table(points: Sequence[Point], sides: Sides) -> list[list[str]]:
    """All settings, one a row."""
    rows = [
        [point.words, f"{point.x:.5g}", f"{point.y:.5g}", "yes" if point.keeps else "no"]
        for point in points
    ]
    return [["Setting", sides.x, sides.y, "Keeps the limits"], *rows]
