"""Bands: lines through means with their intervals, each strategy in its colour, dash and mark."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from charts.curves import rounded
from charts.ghosts import DASHES
from charts.lines import Sheet
from charts.theme import MUTED, Figure, axis, decades, heading, layout, style


@dataclass(frozen=True)
class Band:
    """A line through means at some of the places of the axis, and the ends of their intervals."""

    name: str
    x: Sequence[float]
    mean: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    words: Sequence[str]


@dataclass(frozen=True)
class Frame:
    """The axes: titles with units, the places with their words where they are no numbers."""

    x: str
    y: str
    log: bool = False
    percent: bool = False
    ticks: Sequence[str] = ()
    levels: Mapping[str, float] = field(default_factory=dict)
    """What pinned runs came to, by their names: thin lines across."""


def bands(lines: Sequence[Band], frame: Frame, sheet: Sheet) -> Figure:
    """All lines in one figure."""
    percent = {"tickformat": "~%"} if frame.percent else {}
    return {
        "data": [
            *(trace for line in lines for trace in drawn(line)),
            *levels(frame.levels, sorted(x for line in lines for x in line.x)),
        ],
        "layout": layout(
            380,
            xaxis=axis(frame.x, **places(frame, lines)),
            yaxis=axis(frame.y, **percent),
            hovermode="closest",
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            margin={"l": 64, "r": 12, "t": 24 + 22 * ((len(lines) + 2) // 3), "b": 48},
            meta=sheet.meta() | {"table": table(lines, frame)},
        ),
    }


def places(frame: Frame, lines: Sequence[Band]) -> dict[str, Any]:
    """The horizontal axis: numbers, their logarithms, or words."""
    if frame.ticks:
        return {"tickvals": list(range(len(frame.ticks))), "ticktext": list(frame.ticks)}
    known = [float(x) for line in lines for x in line.x]
    return decades(min(known), max(known)) if frame.log and known else {}


def drawn(line: Band) -> Iterator[dict[str, Any]]:
    """The band, then its line."""
    look, name = style(line.name), heading(line.name)
    yield {
        "type": "scatter",
        "mode": "lines",
        "uid": f"{name} band",
        "x": rounded([*line.x, *reversed(line.x)]),
        "y": rounded([*line.high, *reversed(line.low)]),
        "fill": "toself",
        "fillcolor": look.colour,
        "opacity": 0.2,
        "line": {"width": 0, "color": look.colour},
        "hoverinfo": "skip",
        "legendgroup": name,
        "showlegend": False,
    }
    yield {
        "type": "scatter",
        "mode": "lines+markers",
        "name": f"{look.mark} {name}",
        "uid": name,
        "x": rounded(line.x),
        "y": rounded(line.mean),
        "text": list(line.words),
        "line": {"color": look.colour, "dash": look.dash, "width": 2},
        "marker": {"size": 6, "color": look.colour},
        "hovertemplate": "%{text}<extra></extra>",
        "legendgroup": name,
        "showlegend": True,
    }


def levels(found: Mapping[str, float], places: Sequence[float]) -> Iterator[dict[str, Any]]:
    """Pinned runs, from the first to the last place."""
    for number, (name, level) in enumerate(found.items() if places else ()):
        yield {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "uid": f"{name} level",
            "x": rounded([places[0], places[-1]]),
            "y": rounded([level, level]),
            "line": {"color": MUTED, "dash": DASHES[number % len(DASHES)], "width": 1.3},
            "hovertemplate": f"{name}: %{{y}}<extra></extra>",
            "showlegend": True,
        }


def table(lines: Sequence[Band], frame: Frame) -> list[list[str]]:
    """All points in words, one a row."""
    rows = [
        [heading(line.name), frame.ticks[int(x)] if frame.ticks else f"{x:.5g}", word]
        for line in lines
        for x, word in zip(line.x, line.words, strict=True)
    ]
    return [["", frame.x, frame.y], *rows]
