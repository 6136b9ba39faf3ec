"""Curves: several lines on axes that are not time, each trial in its colour, dash and mark."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from charts.lines import Sheet, word
from charts.theme import Figure, axis, heading, layout, style

ROUNDED = ".5g"


@dataclass(frozen=True)
class Curve:
    """A line through points. `name` is the trial's, which gives it its looks."""

    name: str
    x: Sequence[float]
    y: Sequence[float | None]
    errors: Sequence[float] = ()
    """Standard errors of the points."""
    closed: bool = False
    """It is the closed form of its trial: thin, without marks, dotted."""
    marks: bool = True


@dataclass(frozen=True)
class Axes:
    """The axes' titles with their units, and what they have besides."""

    x: str
    y: str
    x_more: dict[str, Any] = field(default_factory=dict)
    y_more: dict[str, Any] = field(default_factory=dict)
    percent: bool = True


def curves(lines: Sequence[Curve], axes: Axes, sheet: Sheet, height: int = 320) -> Figure:
    """All lines in one figure."""
    shares = {"tickformat": "~%"} if axes.percent else {}
    silence = [] if lines else [word(sheet.empty, 0.5, 0.5, "paper", "middle", xref="paper")]
    return {
        "data": [drawn(line) for line in lines],
        "layout": layout(
            height,
            xaxis=axis(axes.x, **axes.x_more),
            yaxis=axis(axes.y, rangemode="tozero", **shares, **axes.y_more),
            hovermode="closest",
            showlegend=bool(lines),
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            margin={"l": 58, "r": 12, "t": 24 + 22 * ((len(lines) + 2) // 3), "b": 44},
            annotations=silence,
            meta=sheet.meta() | {"table": table(lines, axes)},
        ),
    }


def drawn(line: Curve) -> dict[str, Any]:
    """One line."""
    look = style(line.name)
    thin = {"dash": "dot", "width": 1.4} if line.closed else {"dash": look.dash, "width": 2}
    bars = {"type": "data", "array": list(line.errors), "color": look.colour, "thickness": 1.2}
    return {
        "type": "scatter",
        "mode": "lines+markers" if line.marks and not line.closed else "lines",
        "name": label(line),
        "uid": label(line),
        "x": rounded(line.x),
        "y": rounded(line.y),
        "line": {"color": look.colour, **thin},
        "marker": {"size": 6, "color": look.colour},
        "hovertemplate": f"{label(line)}: %{{y:.3~%}} at %{{x:.3~g}}<extra></extra>",
        **({"error_y": bars} if line.errors else {}),
    }


def label(line: Curve) -> str:
    """A line's name in the legend."""
    return f"{heading(line.name)}, closed form" if line.closed else heading(line.name)


def table(lines: Sequence[Curve], axes: Axes) -> list[list[str]]:
    """All points, one a row."""
    rows = [
        [label(line), f"{x:.4g}", "" if y is None else shown(y, axes)]
        for line in lines
        for x, y in zip(line.x, line.y, strict=True)
    ]
    return [["", axes.x, axes.y], *rows]


def shown(value: float, axes: Axes) -> str:
    """A value in the unit of its axis."""
    return f"{value * 100:.4g}" if axes.percent else f"{value:.4g}"


def rounded(values: Sequence[float | None]) -> list[float | None]:
    """Numbers with five digits that count."""
    return [None if value is None else float(format(value, ROUNDED)) for value in values]
