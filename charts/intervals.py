"""Means with their intervals: one metric of several trials, whiskers over 19 times in 20."""

from collections.abc import Mapping
from typing import Any

from charts.bars import ROW, say, scale_of
from charts.theme import GRID, Figure, axis, heading, layout, style

Bounds = Mapping[str, tuple[float, float] | None]
"""Mean and half-width by trial; None where the metric does not apply."""
NEAR = 0.12
"""Room at both ends, as a share of the extent."""


def intervals(title: str, unit: str, note: str, found: Bounds) -> Figure:
    """A mark a trial in the given order, with the interval of its mean."""
    known = {name: each for name, each in found.items() if each is not None}
    scale, shown = scale_of(unit, {name: mean for name, (mean, _) in known.items()})
    rows = [
        ["", f"{title} ({shown})", "± (95 %)"],
        *([heading(n), say(m, unit), say(h, unit)] for n, (m, h) in known.items()),
    ]
    spoken = "; ".join(f"{name} {mean} give or take {half}" for name, mean, half in rows[1:])
    return {
        "data": [mark(name, mean * scale, half * scale) for name, (mean, half) in known.items()],
        "layout": layout(
            76 + ROW * max(1, len(known)),
            xaxis=axis(f"{title} ({shown})", nticks=5, **extent(known, scale, unit)),
            yaxis=axis("", autorange="reversed", showgrid=True, gridcolor=GRID, ticks=""),
            hovermode="closest",
            showlegend=False,
            margin={"l": 10, "r": 10, "t": 8, "b": 40},
            meta={
                "title": title,
                "note": note,
                "file": f"interval-{title.lower().replace(' ', '-').replace(',', '')}",
                "alt": f"{title}, mean and 95 % interval: {spoken}.",
                "mark": "",
                "colour": GRID,
                "table": rows,
            },
        ),
    }


def mark(name: str, mean: float, half: float) -> dict[str, Any]:
    """One trial's mean with its whiskers."""
    look = style(name)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": heading(name),
        "uid": name,
        "x": [mean],
        "y": [f"{look.mark} {heading(name)}"],
        "error_x": {"type": "data", "array": [half], "thickness": 2, "width": 6},
        "marker": {"color": look.colour, "size": 10},
        "hovertemplate": f"{heading(name)}: %{{x:.4~g}} ± {half:.2g}<extra></extra>",
    }


def extent(known: Mapping[str, tuple[float, float]], scale: float, unit: str) -> dict[str, Any]:
    """An axis that holds all whiskers, from zero where zero is near."""
    low = min((mean - half for mean, half in known.values()), default=0.0) * scale
    high = max((mean + half for mean, half in known.values()), default=1.0) * scale
    room = (high - low or abs(high) or 1.0) * NEAR
    low = 0.0 if 0 <= low < high / 2 or low == high == 0 else low - room
    return {"range": [low, high + room], "tickformat": "~%" if unit == "1" else "~g"}
