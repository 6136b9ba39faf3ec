"""Stampedes: loads in flight over time, and the readers of one expiry."""

from collections.abc import Mapping
from math import nan
from typing import Any, NamedTuple

import pandas as pd

from charts.lines import rounded, word
from charts.multiples import Measure, multiples
from charts.theme import GRID, INK, MS, MUTED, Figure, axis, layout

MEASURES = (
    Measure("in_flight", "Loads in flight", "Loads (count)", logarithmic=True),
    Measure("db_queue_mean", "Database queue", "Queue (count)"),
    Measure("latency_read_s_p99", "Read latency, p99", "Latency (ms)", MS, logarithmic=True),
    Measure("db_read_rps", "Database reads", "Rows (1/s)"),
)
"""What is drawn of every trial; the first one is where an expiry is chosen."""
BELOW_ONE = -0.2
"""Where a logarithmic axis of counts begins, so that a single one is seen."""
SHORT_S = 1.0
"""A picture of less than this is read in milliseconds."""
AFTER = 1.6
"""How much longer than to the refill the picture reaches at most."""


class Look(NamedTuple):
    """How a reader is drawn, by what became of him."""

    label: str
    colour: str
    symbol: str
    dash: str


LOOKS = {
    "loaded": Look("missed and loaded", "#d55e00", "square", "solid"),
    "waited": Look("missed and waited", "#0072b2", "circle", "dot"),
    "stale": Look("got the old value", "#b97f00", "diamond", "solid"),
    "early": Look("hit, refreshed early", "#b8558c", "triangle-up", "solid"),
    "hit": Look("hit", "#009e73", "cross", "solid"),
    "failed": Look("failed", INK, "x", "dash"),
}
"""Colour, symbol and dash: each of the three would do for most pairs."""


def loads_in_flight(
    timelines: Mapping[str, pd.DataFrame],
    warmup_s: float,
    totals: Mapping[str, str],
    chosen: tuple[str, float] | None,
) -> list[Figure]:
    """Bars by window on one logarithmic axis; the chosen expiry has a line, its trial a name."""
    figures = multiples(timelines, warmup_s, MEASURES[0], totals)
    for name, figure in zip(timelines, figures, strict=True):
        for trace in figure["data"]:
            colour = trace.pop("line")["color"]
            trace.pop("mode")
            trace |= {"type": "bar", "marker": {"color": colour, "line": {"width": 0}}}
        upright_axis = figure["layout"]["yaxis"]
        if "range" in upright_axis:  # there is none where nothing was loaded
            upright_axis["range"] = [BELOW_ONE, upright_axis["range"][1]]
        figure["layout"] |= {"bargap": 0}
        figure["layout"]["meta"] |= {"clicks": "Click to choose an expiry"}
        if chosen and chosen[0] == name:
            figure["layout"]["shapes"].append(upright(chosen[1], INK, "dot"))
    return figures


def upright(x: float, colour: str, dash: str) -> dict[str, Any]:
    """A thin vertical line over the whole height."""
    span = {"x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "line", **span, "line": {"color": colour, "width": 1.5, "dash": dash}}


def readers(table: pd.DataFrame, expiry: Mapping[str, Any], trial: str) -> Figure:
    """A bar for each reader, from his coming to his answer; the refill as a line.

    `table` has `at_s`, `latency_s` and `word`; `expiry` its start, its refill and the number of
    readers by word. Bars that reach far beyond the refill are cut.
    """
    start_s, refill_s = float(expiry["start_s"]), float(expiry["refill_s"] - expiry["start_s"])
    size, unit = (1.0, "s") if refill_s >= SHORT_S else (1 / MS, "ms")
    shown = table.assign(
        row=range(1, len(table) + 1),
        begin=(table["at_s"] - start_s) / size,
        end=(table["at_s"] + table["latency_s"] - start_s) / size,
    )
    longest = max(shown["end"].max(), refill_s / size) if len(shown) else refill_s / size
    last = max(min(refill_s * AFTER / size, longest * 1.05), 1e-9)
    extent = [min(-0.03 * last, float(shown["begin"].min()) if len(shown) else 0), last]
    traces = [bars(part, str(name), expiry) for name, part in shown.groupby("word", sort=False)]
    title = f"The expiry at {start_s:.4g} s"
    return {
        "data": traces,
        "layout": layout(
            max(220, 110 + 9 * len(shown)),
            hovermode="closest",
            xaxis=axis(f"Time since the first load ({unit})", range=extent),
            yaxis=axis(
                "Readers (count)", range=[len(shown) + 1, 0], showticklabels=False, showgrid=False
            ),
            shapes=[upright(refill_s / size, MUTED, "dash")],
            annotations=[word("refill", refill_s / size, 1, "paper", "bottom")],
            showlegend=True,
            margin={"l": 40, "r": 10, "t": 58, "b": 40},
            meta=picture_words(shown, expiry, trial, title, unit),
        ),
    }


def bars(part: pd.DataFrame, name: str, expiry: Mapping[str, Any]) -> dict[str, Any]:
    """The readers who came to one end, as lines with a symbol where each begins."""
    look = LOOKS[name]
    instants = part.assign(gap=nan)[["begin", "end", "gap"]].to_numpy().ravel()
    begins = [1, 0, 0] * len(part)
    rows = part.assign(again=part["row"], gap=nan)[["row", "again", "gap"]].to_numpy().ravel()
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": f"{look.label} ({expiry[name]:,})",
        "uid": name,
        "x": rounded(pd.Series(instants)),
        "y": rounded(pd.Series(rows)),
        "line": {"color": look.colour, "width": 3, "dash": look.dash},
        "marker": {"symbol": look.symbol, "color": look.colour, "size": 8, "opacity": begins},
        "hovertemplate": f"{look.label}, %{{x:.4~g}}<extra></extra>",
    }


def picture_words(
    shown: pd.DataFrame, expiry: Mapping[str, Any], trial: str, title: str, unit: str
) -> dict[str, Any]:
    """The words that travel with the picture, and its table."""
    whole = sum(int(expiry[name]) for name in LOOKS)
    counted = ", ".join(f"{expiry[name]:,} {LOOKS[name].label}" for name in LOOKS if expiry[name])
    some = f"{len(shown)} of {whole:,} readers" if len(shown) < whole else f"all {whole:,} readers"
    columns = zip(shown["begin"], shown["end"], shown["word"], strict=True)
    rows = [[f"{begin:.4g}", f"{end:.4g}", LOOKS[name].label] for begin, end, name in columns]
    return {
        "title": title,
        "note": f"Drawn: {some}. {counted}" if counted else "Nobody read the key before its refill",
        "file": f"readers-{trial.replace(' + ', '-')}",
        "subject": trial,
        "alt": f"Readers of the expiry under {trial}: {counted or 'none'}.",
        "mark": "",
        "colour": INK,
        "table": [[f"Came ({unit})", f"Answered ({unit})", "What became of it"], *rows],
    }


class Mark(NamedTuple):
    """A measured mean with its standard error, and the closed form's number where there is one."""

    mean: float
    error: float | None
    closed: float | None


def against_theory(marks: Mapping[str, Mark]) -> Figure:
    """Loads per expiry of each trial, measured and by closed form, on a logarithmic axis."""
    names = list(marks)
    rows = [[n, f"{m.mean:.4g}", text(m.error), text(m.closed)] for n, m in marks.items()]
    errors = [mark.error or 0 for mark in marks.values()]
    measured = {
        **series("Measured", [mark.mean for mark in marks.values()], names),
        "marker": {"symbol": "circle", "size": 11, "color": "#0072b2"},
        "error_x": {"type": "data", "array": errors, "color": "#0072b2"},
    }
    closed = {
        **series("Closed form", [mark.closed for mark in marks.values()], names),
        "marker": {"symbol": "diamond-open", "size": 15, "color": "#d55e00", "line": {"width": 2}},
    }
    return {
        "data": [closed, measured],
        "layout": layout(
            90 + 34 * len(names),
            xaxis=axis("Loads per expiry (count)", type="log", dtick=1),
            yaxis=axis("", autorange="reversed", gridcolor=GRID),
            hovermode="closest",
            showlegend=True,
            margin={"l": 10, "r": 16, "t": 30, "b": 40},
            meta={
                "title": "Loads per expiry, measured and in theory",
                "note": "Measured with its standard error; the closed form where there is one",
                "file": "loads-per-expiry",
                "alt": "Loads per expiry: " + "; ".join(f"{r[0]} {r[1]}" for r in rows),
                "mark": "",
                "colour": INK,
                "table": [["Trial", "Measured", "Standard error", "Closed form"], *rows],
            },
        ),
    }


def series(name: str, values: list[Any], names: list[str]) -> dict[str, Any]:
    """Marks without lines, one a trial."""
    place = {"x": values, "y": names, "name": name, "uid": name}
    return {"type": "scatter", "mode": "markers", **place, "hovertemplate": "%{x:.4~g}"}


def text(value: float | None) -> str:
    """A number for a table; nothing where there is none."""
    return "" if value is None else f"{value:.4g}"
