"""Lines over time: one or two panels on a common time axis, the warm-up shaded."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from math import isfinite
from typing import Any

import pandas as pd

from charts.theme import (
    GRID,
    INK,
    MUTED,
    SHADE,
    TROUBLE,
    TROUBLED,
    Figure,
    axis,
    layout,
    time_unit,
)

ROOM_FOR_NAMES = {"l": 58, "r": 10, "t": 46, "b": 40}
ROOM_FOR_GUIDES = {"l": 58, "r": 58, "t": 24, "b": 40}
NEAR_THE_END = 0.7
"""From this share of the time axis on a word goes to the left of its place."""
GAP = 0.12
"""Height of the gap between two panels, as a share of the figure."""


@dataclass(frozen=True)
class Line:
    """One column of the table as a line."""

    column: str
    label: str
    colour: str
    dash: str = "solid"
    width: float = 2.0
    opacity: float = 1.0
    scale: float = 1.0
    """What the column is multiplied by: seconds become milliseconds."""


@dataclass(frozen=True)
class Panel:
    """Lines on one axis. `axis` is what the axis has besides its title."""

    title: str
    lines: Sequence[Line]
    axis: dict[str, Any] = field(default_factory=dict)
    share: float = 1.0
    """Height against the other panel's."""
    hover: str = ".3g"
    guides: dict[float, str] = field(default_factory=dict)
    """Horizontal guide lines: value and word."""


@dataclass(frozen=True)
class Sheet:
    """A figure's words: title, one line below it, the file's name."""

    title: str
    note: str
    file: str
    alt: str = ""
    subject: str = ""
    """Whose run it is; stands on exported pictures."""
    empty: str = ""
    """What to say where there is nothing above zero to draw."""
    mark: str = ""
    colour: str = INK
    """A sign before the title, and its colour."""

    def meta(self) -> dict[str, str]:
        """The words that travel with the figure."""
        return asdict(self)


def draw(
    timeline: pd.DataFrame,
    warmup_s: float,
    sheet: Sheet,
    panels: Sequence[Panel],
    height: int = 300,
) -> Figure:
    """The figure, as plotly.js and plotly.graph_objects read it."""
    end_s = float(timeline["end_s"].iloc[-1])
    size, unit = time_unit(end_s)
    times = rounded((timeline["start_s"] + timeline["end_s"]) / 2 / size)
    traces = [
        {**trace, "meta": trace["meta"] | {"unit_s": size}}
        for place, panel in enumerate(panels)
        for trace in draw_lines(timeline, times, panel, place)
    ]
    last = axis_name("y", len(panels) - 1)
    time_axis = axis(f"Time ({unit})", anchor=last, range=[0, end_s / size], hoverformat=".4~g")
    named = len(traces) > len(panels)
    return {
        "data": traces,
        "layout": layout(
            height,
            xaxis=time_axis,
            **dict(draw_axes(panels)),
            **marks(
                panels,
                (warmup_s / size, end_s / size),
                faults(timeline, size),
                blank(timeline, sheet, panels),
            ),
            showlegend=named,
            **({"margin": ROOM_FOR_NAMES} if named else {}),
            **({"margin": ROOM_FOR_GUIDES} if panels[0].guides else {}),
            meta=sheet.meta() | {"second": 1 / size},
        ),
    }


def draw_lines(
    timeline: pd.DataFrame, times: list[float | None], panel: Panel, place: int
) -> Iterator[dict[str, Any]]:
    """A panel's lines."""
    for line in panel.lines:
        yield {
            "type": "scatter",
            "mode": "lines",
            "name": line.label,
            "uid": line.column,
            "x": times,
            "y": rounded(timeline[line.column] * line.scale),
            "yaxis": axis_name("y", place),
            "line": {"color": line.colour, "dash": line.dash, "width": line.width},
            "opacity": line.opacity,
            "meta": {"column": line.column, "scale": line.scale},
            "hovertemplate": f"%{{y:{panel.hover}}}",
        }


def draw_axes(panels: Sequence[Panel]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The panels' value axes, the first panel on top."""
    room = 1 - GAP * (len(panels) - 1)
    top = 1.0
    for place, panel in enumerate(panels):
        height = room * panel.share / sum(each.share for each in panels)
        domain = [max(0.0, top - height), top]
        yield axis_name("yaxis", place), axis(panel.title, domain=domain, **panel.axis)
        top -= height + GAP


def blank(timeline: pd.DataFrame, sheet: Sheet, panels: Sequence[Panel]) -> list[Figure]:
    """The sheet's word for a first panel without any value above zero."""
    columns = [line.column for line in panels[0].lines]
    if not sheet.empty or (timeline[columns] > 0).to_numpy().any():
        return []
    return [word(sheet.empty, 0.5, 0.5, "y domain", "middle", xref="x domain")]


def faults(timeline: pd.DataFrame, size: float) -> list[tuple[float, float, str]]:
    """From when to when which fault was at work, in the unit of the time axis."""
    if "fault" not in timeline:
        return []
    windows = zip(timeline["start_s"], timeline["end_s"], timeline["fault"], strict=True)
    turns = groupby(windows, key=lambda window: window[2] != "")
    return [span(list(turn), size) for struck, turn in turns if struck]


def span(windows: Sequence[tuple[float, float, str]], size: float) -> tuple[float, float, str]:
    """From the start of the first window to the end of the last; each fault's name once."""
    names = (name for *_, fault in windows for name in fault.split(" + "))
    return windows[0][0] / size, windows[-1][1] / size, " + ".join(dict.fromkeys(names))


def marks(
    panels: Sequence[Panel],
    extent: tuple[float, float],
    struck: Sequence[tuple[float, float, str]],
    silence: list[Figure],
) -> dict[str, Any]:
    """The warm-up and the faults as shaded fields with their words, and the panels' guide lines."""
    shapes, words, (warm, end) = [], [], extent
    if warm > 0:
        shapes.append(shaded(0, warm, SHADE))
        words.append(word("warm-up, not counted", 0, 1, "paper", "bottom", xanchor="left"))
    for start, stop, name in struck:
        shapes.append(shaded(start, stop, TROUBLE))
        side = "left" if start < NEAR_THE_END * end else "right"
        place = start if side == "left" else stop
        named = word(name, place, 1, "paper", "bottom", xanchor=side)
        words.append(named | {"font": {"size": 10.5, "color": TROUBLED}})
    for value, text in (panels[0].guides if panels else {}).items():
        shapes.append(guide(value))
        words.append(word(text, end, value, "y", "middle", xanchor="left", xshift=4))
    return {"shapes": shapes, "annotations": [*words, *silence]}


def shaded(start: float, end: float, colour: str) -> dict[str, Any]:
    """A field from one instant to another, over the whole height."""
    span = {"x0": start, "x1": end, "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "rect", **span, "fillcolor": colour, "line": {"width": 0}, "layer": "below"}


def through(figure: Figure, at_s: float) -> Figure:
    """The figure with a line through an instant, where it has a time axis."""
    layout = figure["layout"]
    at = at_s * layout["meta"].get("second", 0)
    if not at:
        return figure
    span = {"x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper"}
    line = {"type": "line", **span, "line": {"color": INK, "width": 1.5, "dash": "dot"}}
    return figure | {"layout": layout | {"shapes": [*layout.get("shapes", []), line]}}


def guide(value: float) -> dict[str, Any]:
    """A thin horizontal line."""
    span = {"x0": 0, "x1": 1, "xref": "x domain", "y0": value, "y1": value}
    return {"type": "line", **span, "line": {"color": GRID, "width": 1.5}, "layer": "below"}


def word(text: str, x: float, y: float, yref: str, side: str, **more: Any) -> Figure:
    """A small word in the figure."""
    place = {"x": x, "y": y, "yref": yref, "yanchor": side, "showarrow": False}
    return {"text": text, **place, "font": {"size": 10.5, "color": MUTED}, **more}


def axis_name(kind: str, place: int) -> str:
    """Plotly counts axes y, y2, y3."""
    return kind if place == 0 else f"{kind}{place + 1}"


def rounded(values: pd.Series) -> list[float | None]:
    """Numbers with five digits that count; None where there is none, which leaves a gap."""
    return [float(f"{value:.5g}") if isfinite(value) else None for value in values.tolist()]
