"""Small multiples: one measure, one panel a strategy, the same axes for all."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from charts.course import described, log_axis
from charts.lines import Line, Panel, Sheet, draw
from charts.theme import MS, Figure, Style, heading, styles


@dataclass(frozen=True)
class Measure:
    """What is drawn in every panel."""

    column: str
    title: str
    axis_title: str
    scale: float = 1.0
    percent: bool = False
    logarithmic: bool = False


MEASURES = (
    Measure("hit_ratio", "Hit ratio", "Hit ratio (%)", percent=True),
    Measure("db_read_rps", "Database reads", "Rows (1/s)"),
    Measure("latency_read_s_p99", "Read latency, p99", "Latency (ms)", MS, logarithmic=True),
    Measure("stale_read_ratio", "Stale reads", "Stale (%)", percent=True),
)


def multiples(
    timelines: Mapping[str, pd.DataFrame], warmup_s: float, m: Measure, totals: Mapping[str, str]
) -> list[Figure]:
    """A figure a strategy, in the given order; `totals` is each one's figure over the run."""
    ticks, looks = common_axis(timelines, m), styles(timelines)
    return [
        draw(
            table,
            warmup_s,
            marked(words(name, table, warmup_s, m, totals[name]), looks[name]),
            [panel(looks[name], m, ticks)],
            height=200,
        )
        for name, table in timelines.items()
    ]


def marked(sheet: Sheet, look: Style) -> Sheet:
    """The words with the strategy's mark in its colour."""
    return replace(sheet, mark=look.mark, colour=look.colour)


def panel(look: Style, m: Measure, ticks: dict[str, Any]) -> Panel:
    """One strategy's line on the common axis."""
    line = Line(m.column, m.title, look.colour, look.dash, 1.6, scale=m.scale)
    return Panel(m.axis_title, [line], ticks, hover=".2%" if m.percent else ",.4~g")


def words(strategy: str, timeline: pd.DataFrame, warmup_s: float, m: Measure, total: str) -> Sheet:
    """One strategy's title, its figure over the run, and the chart in a sentence."""
    course = described(timeline, warmup_s, m.column, lambda value: say(value, m))
    return Sheet(
        heading(strategy),
        f"{m.title}: {total}",
        file=f"{m.column}-{strategy}",
        alt=f"{m.title} of {strategy}: {course}",
        empty="none in this run",
    )


def say(value: float, m: Measure) -> str:
    """A value in the measure's unit."""
    return f"{value:.1%}" if m.percent else f"{value * m.scale:,.3g}"


def common_axis(timelines: Mapping[str, pd.DataFrame], m: Measure) -> dict[str, Any]:
    """The axis that fits all of them: from zero, or in decades."""
    values = pd.concat([table[m.column] for table in timelines.values()]) * m.scale
    if m.logarithmic:
        return log_axis(values.to_numpy())
    high = 1.0 if m.column == "hit_ratio" else float(values.max())
    top = high * 1.05 if high > 0 else 1.0
    return {"range": [0, top], "nticks": 5, "tickformat": "~%" if m.percent else "~g"}
