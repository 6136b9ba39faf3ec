"""The metastability map: which loads come back from which triggers, and theory's boundaries.

A cell is a run: blue with a tick where it recovered, orange with a cross where it did not.
"""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, NamedTuple

from charts.lines import word
from charts.theme import INK, MUTED, SHADE, Figure, axis, layout

BACK, DOWN = "#0072b2", "#d55e00"
MARKS = {True: "✓", False: "✗", None: ""}
WORDS = {True: "recovered", False: "did not recover", None: "not computed yet"}


class Boundary(NamedTuple):
    """A load at which theory draws a line, and its name."""

    load_rps: float
    name: str


class Grid(NamedTuple):
    """The axes of a map: loads a second, sizes of the trigger, and what these are called."""

    loads_rps: Sequence[float]
    sizes: Sequence[float]
    size_title: str


Cells = Mapping[tuple[int, int], bool | None]
"""What became of each run by the places of its load and its size."""


def stability(
    grid: Grid, cells: Cells, boundaries: Sequence[Boundary], curve: Sequence[tuple[float, float]]
) -> Figure:
    """The map; `curve` are loads and sizes from which theory expects the trigger to suffice."""
    return {
        "data": [field(grid, cells), *trigger_line(curve)],
        "layout": layout(
            420,
            xaxis=axis("Load (requests/s)", range=extent(grid.loads_rps), showgrid=False),
            yaxis=axis(grid.size_title, range=extent(grid.sizes), showgrid=False),
            hovermode="closest",
            showlegend=bool(curve),
            shapes=[line(each) for each in boundaries],
            annotations=[*marks(grid, cells), *names(grid, boundaries)],
            margin={"l": 58, "r": 10, "t": 64, "b": 44},
            meta=told(grid, cells, boundaries),
        ),
    }


def field(grid: Grid, cells: Cells) -> dict[str, Any]:
    """The cells by colour."""
    values = [
        [{True: 1.0, False: 0.0, None: 0.5}[cells.get((x, y))] for x in range(len(grid.loads_rps))]
        for y in range(len(grid.sizes))
    ]
    hover = [
        [WORDS[cells.get((x, y))] for x in range(len(grid.loads_rps))]
        for y in range(len(grid.sizes))
    ]
    return {
        "type": "heatmap",
        "uid": "cells",
        "name": "Runs",
        "x": list(grid.loads_rps),
        "y": list(grid.sizes),
        "z": values,
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, DOWN], [0.5, SHADE], [1, BACK]],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "opacity": 0.9,
        "text": hover,
        "hovertemplate": "%{x:.4~g} requests/s, %{y:.3~g}: %{text}<extra></extra>",
    }


def marks(grid: Grid, cells: Cells) -> list[Figure]:
    """A sign in each cell besides its colour."""
    return [
        word(MARKS[back], grid.loads_rps[x], grid.sizes[y], "y", "middle", xanchor="center")
        | {"font": {"size": 15, "color": "#ffffff"}}
        for (x, y), back in cells.items()
        if back is not None
    ]


def extent(values: Sequence[float]) -> list[float]:
    """The axis: half a cell more on either side."""
    half = (values[-1] - values[0]) / (len(values) - 1) / 2
    return [values[0] - half, values[-1] + half]


def line(boundary: Boundary) -> dict[str, Any]:
    """A boundary as an upright line."""
    span = {"x0": boundary.load_rps, "x1": boundary.load_rps, "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "line", **span, "line": {"color": INK, "width": 2.5, "dash": "dash"}}


def names(grid: Grid, boundaries: Sequence[Boundary]) -> list[Figure]:
    """The boundaries' names above the map, in two rows by turns."""
    low, high = extent(grid.loads_rps)
    return [
        word(each.name, each.load_rps, 1, "paper", "bottom", yshift=4 + 16 * (turn % 2))
        for turn, each in enumerate(boundaries)
        if low <= each.load_rps <= high
    ]


def trigger_line(curve: Sequence[tuple[float, float]]) -> list[dict[str, Any]]:
    """The size from which a trigger suffices, for each load."""
    known = [(load, size) for load, size in curve if isfinite(size)]
    if not known:
        return []
    x, y = zip(*known, strict=True)
    look = {"color": INK, "width": 2, "dash": "dot"}
    name = "queue of one timeout"
    place = {"x": list(x), "y": list(y), "name": name, "uid": name}
    return [{"type": "scatter", "mode": "lines", **place, "line": look, "hoverinfo": "skip"}]


def outside(grid: Grid, boundaries: Sequence[Boundary]) -> str:
    """The boundaries that lie beyond the loads of the map, in words."""
    high = extent(grid.loads_rps)[1]
    beyond = (each for each in boundaries if each.load_rps > high and isfinite(each.load_rps))
    return "".join(f"; {each.name}, to the right: {each.load_rps:,.0f}/s" for each in beyond)


def told(grid: Grid, cells: Cells, boundaries: Sequence[Boundary]) -> dict[str, Any]:
    """The words that travel with the map, and its table."""
    back = sum(each is True for each in cells.values())
    known = sum(each is not None for each in cells.values())
    rows = [
        [f"{grid.loads_rps[x]:.4g}", f"{grid.sizes[y]:.3g}", WORDS[each]]
        for (x, y), each in sorted(cells.items())
    ]
    return {
        "title": "Metastability map",
        "note": "✓ recovered, ✗ stayed down until the end; dashed: where theory draws the line"
        + outside(grid, boundaries),
        "file": "metastability",
        "alt": f"Metastability map: {back} of {known} runs recovered.",
        "mark": "",
        "colour": MUTED,
        "table": [["Load (requests/s)", grid.size_title, "What became of it"], *rows],
    }
