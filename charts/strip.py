"""The strip: a run's faults on its time line, and below them what became of the run."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from charts.lines import shaded
from charts.theme import GRID, INK, SHADE, TROUBLED, Figure, axis, heading, layout, time_unit

ROW = 30
THINNEST = 0.006
"""An instant is drawn as wide as this share of the run."""


class Part(NamedTuple):
    """Something that lasts from one instant to another, in seconds."""

    name: str
    start_s: float
    end_s: float


PHASES = {
    "before": "#666666",
    "during": TROUBLED,
    "recovering": "#b97f00",
    "after": "#0072b2",
    "not back": "#d55e00",
}
"""Each phase's colour; it has its name in it besides."""
RUN = "The run"


def strip(faults: Sequence[Part], phases: Sequence[Part], warmup_s: float, end_s: float) -> Figure:
    """A bar a fault, and the run in its phases as the last row."""
    size, unit = time_unit(end_s)
    traces = [bar(each, heading(each.name), TROUBLED, size, end_s) for each in faults]
    traces += [bar(each, RUN, PHASES[each.name], size, end_s) for each in phases]
    rows = len({each.name for each in faults}) + bool(phases)
    return {
        "data": traces,
        "layout": layout(
            70 + ROW * max(rows, 1),
            barmode="overlay",
            uniformtext={"mode": "hide", "minsize": 10},
            xaxis=axis(f"Time ({unit})", range=[0, end_s / size]),
            yaxis=axis("", autorange="reversed", showgrid=False),
            hovermode="closest",
            showlegend=False,
            shapes=[shaded(0, warmup_s / size, SHADE)] if warmup_s else [],
            margin={"l": 10, "r": 10, "t": 8, "b": 40},
            meta=told([*faults, *phases]) | {"second": 1 / size},
        ),
    }


def bar(part: Part, row: str, colour: str, size: float, end_s: float) -> dict[str, Any]:
    """One part of a row."""
    width_s = max(part.end_s - part.start_s, THINNEST * end_s)
    return {
        "type": "bar",
        "orientation": "h",
        "name": part.name,
        "uid": f"{row} {part.start_s}",
        "x": [width_s / size],
        "y": [row],
        "base": [part.start_s / size],
        "width": 0.62,
        "text": [part.name if row == RUN else ""],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "marker": {"color": colour, "line": {"color": GRID, "width": 1}},
        "hovertemplate": f"{part.name}, {words(part)}<extra></extra>",
    }


def words(part: Part) -> str:
    """From when to when."""
    if part.end_s > part.start_s:
        return f"{part.start_s:.4g} s to {part.end_s:.4g} s"
    return f"at {part.start_s:.4g} s"


def told(parts: Sequence[Part]) -> dict[str, Any]:
    """The words that travel with the figure, and its table."""
    said = "; ".join(f"{part.name} {words(part)}" for part in parts) or "nothing goes wrong"
    rows = [[part.name, f"{part.start_s:.4g}", f"{part.end_s:.4g}"] for part in parts]
    return {
        "title": "The time line",
        "note": "What goes wrong and when; below, what became of the run",
        "file": "time-line",
        "alt": f"The time line: {said}.",
        "mark": "",
        "colour": INK,
        "table": [["", "From (s)", "To (s)"], *rows],
    }
