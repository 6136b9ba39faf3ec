"""Lost writes by cause, and writes that the database does not hold yet over time."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from charts.bars import ROW
from charts.lines import word
from charts.multiples import Measure, multiples
from charts.stampede import upright
from charts.theme import INK, Figure, axis, heading, layout, style

UNSTORED = Measure("unstored_writes", "Unstored writes", "Writes (count)")
CAUSES = {
    "cache_crash": ("the cache tier crashed", "#d55e00", ""),
    "node_crash": ("a node crashed", "#0072b2", "/"),
    "dropped": ("pushed out of a full queue", "#b97f00", "x"),
    "evicted": ("evicted before they were stored", "#009e73", "\\"),
    "expired": ("expired before they were stored", "#b8558c", "."),
    "rejected": ("rejected by the database", "#666666", "+"),
    "not_stored": ("never stored", "#332288", "-"),
}
"""Every cause in words, with its colour and its pattern."""

ByCause = Mapping[str, int]


def losses(lost: Mapping[str, ByCause]) -> Figure:
    """A bar a trial, divided by cause."""
    names = [f"{style(name).mark} {heading(name)}" for name in lost]
    high = max((sum(each.values()) for each in lost.values()), default=0)
    found = [cause for cause in CAUSES if any(each.get(cause) for each in lost.values())]
    silence = (
        [] if found else [word("no write was lost", 0.5, 0.5, "paper", "middle", xref="paper")]
    )
    return {
        "data": [
            part(cause, names, [each.get(cause, 0) for each in lost.values()]) for cause in found
        ]
        or [part("not_stored", names, [0] * len(names))],
        "layout": layout(
            84 + ROW * len(names),
            barmode="stack",
            xaxis=axis("Lost writes (count)", range=[0, high * 1.15 or 1], nticks=5),
            yaxis=axis("", autorange="reversed", showgrid=False),
            hovermode="closest",
            showlegend=bool(found),
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            margin={"l": 10, "r": 10, "t": 34 if found else 8, "b": 40},
            annotations=[*totals(names, lost), *silence],
            meta=told(lost),
        ),
    }


def part(cause: str, names: list[str], counts: list[int]) -> dict[str, Any]:
    """One cause's share of every bar."""
    words, colour, pattern = CAUSES[cause]
    return {
        "type": "bar",
        "orientation": "h",
        "name": words,
        "uid": cause,
        "x": counts,
        "y": names,
        "marker": {"color": colour, "pattern": {"shape": pattern, "size": 6, "solidity": 0.25}},
        "hovertemplate": f"%{{x:,}} {words}<extra></extra>",
    }


def totals(names: list[str], lost: Mapping[str, ByCause]) -> list[Figure]:
    """Each bar's whole, behind it."""
    sums = [sum(each.values()) for each in lost.values()]
    return [
        word(f"{whole:,}", whole, 0, "y", "middle", xanchor="left", xshift=5) | {"y": name}
        for name, whole in zip(names, sums, strict=True)
    ]


def told(lost: Mapping[str, ByCause]) -> dict[str, Any]:
    """The words that travel with the figure, and its table."""
    rows = [
        [heading(name), CAUSES.get(cause, (cause,))[0], f"{count:,}"]
        for name, each in lost.items()
        for cause, count in (each or {"not_stored": 0}).items()
    ]
    sums = "; ".join(f"{heading(name)} {sum(each.values()):,}" for name, each in lost.items())
    return {
        "title": "Lost writes by cause",
        "note": "Acknowledged, but in the end the database holds neither them nor a newer version",
        "file": "lost-writes",
        "alt": f"Lost writes: {sums}.",
        "mark": "",
        "colour": INK,
        "table": [["", "Cause", "Lost writes (count)"], *rows],
    }


def unstored(
    timelines: Mapping[str, pd.DataFrame],
    warmup_s: float,
    totals: Mapping[str, str],
    crashes: Sequence[float],
) -> list[Figure]:
    """Small multiples on equal axes, each crash a line; instants in the unit of the time axis.

    Lines are solid: in dashes the teeth of a saw would be lost.
    """
    figures = multiples(timelines, warmup_s, UNSTORED, totals)
    for figure in figures:
        for trace in figure["data"]:
            trace["line"]["dash"] = "solid"
        for at in crashes:
            figure["layout"]["shapes"].append(upright(at, "#d55e00", "dash"))
    return figures
