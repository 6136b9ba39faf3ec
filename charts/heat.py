"""Heat maps: a metric over two axes, one map a strategy, the same colours for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts.lines import Sheet
from charts.theme import MUTED, PAPER, SHADE, Figure, axis, layout

FULL, BELOW = "#0072b2", "#d55e00"
RISING = [[0, SHADE], [1, FULL]]
BOTH_WAYS = [[0, BELOW], [0.5, SHADE], [1, FULL]]
"""Colours of a metric, and of differences from a baseline."""


@dataclass(frozen=True)
class Scale:
    """What the colours of all maps stand for, in the unit of the bar."""

    title: str
    low: float
    high: float
    percent: bool = False
    differences: bool = False


@dataclass(frozen=True)
class Side:
    """An axis: its title with the unit, and its values in words, in order."""

    title: str
    ticks: Sequence[str]


@dataclass(frozen=True)
class Grid:
    """The values of one map by row, bottom first, each in words too; None where there is none."""

    values: Sequence[Sequence[float | None]]
    words: Sequence[Sequence[str]]


def heat(grid: Grid, across: Side, up: Side, scale: Scale, sheet: Sheet) -> Figure:
    """One map. Cells are equally large, whatever lies between their values."""
    return {
        "data": [drawn(grid, scale)],
        "layout": layout(
            340,
            xaxis=ticked(across),
            yaxis=ticked(up),
            hovermode="closest",
            margin={"l": 70, "r": 10, "t": 16, "b": 52},
            meta=sheet.meta() | {"table": table(grid, across, up)},
        ),
    }


def drawn(grid: Grid, scale: Scale) -> dict[str, Any]:
    """The cells and their bar."""
    return {
        "type": "heatmap",
        "z": [list(row) for row in grid.values],
        "text": [list(row) for row in grid.words],
        "zmin": scale.low,
        "zmax": scale.high if scale.high > scale.low else scale.low + 1,
        "colorscale": BOTH_WAYS if scale.differences else RISING,
        "colorbar": bar(scale),
        "xgap": 1,
        "ygap": 1,
        "hoverongaps": False,
        "hovertemplate": "%{text}<extra></extra>",
        "hoverlabel": {"bgcolor": PAPER},
    }


def bar(scale: Scale) -> dict[str, Any]:
    """The bar beside the map."""
    shares = {"tickformat": "~%"} if scale.percent else {}
    title = {"text": scale.title, "side": "right", "font": {"size": 11, "color": MUTED}}
    return {"title": title, "thickness": 10, "outlinewidth": 0, **shares}


def ticked(side: Side) -> dict[str, Any]:
    """An axis of equal steps, at most a dozen of them in words."""
    every = max(1, -(-len(side.ticks) // 12))
    places = list(range(0, len(side.ticks), every))
    texts = [side.ticks[place] for place in places]
    extent = [-0.5, len(side.ticks) - 0.5]
    return axis(side.title, tickvals=places, ticktext=texts, range=extent, showgrid=False)


def table(grid: Grid, across: Side, up: Side) -> list[list[str]]:
    """The map as rows of words, the top first."""
    rows = [[tick, *row] for tick, row in zip(up.ticks, grid.words, strict=True)]
    return [[f"{up.title} \\ {across.title}", *across.ticks], *reversed(rows)]
