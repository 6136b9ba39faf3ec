"""A run with its faults, and the same run without them as a ghost behind it."""

import pandas as pd

from charts.course import described, log_axis
from charts.lines import Line, Panel, Sheet, draw
from charts.multiples import Measure, say
from charts.theme import MS, MUTED, Figure, style

GHOST = "without "
"""Columns of the run without faults begin with this."""
MEASURES = (
    Measure("latency_read_s_p99", "Read latency, p99", "Latency (ms)", MS, logarithmic=True),
    Measure("goodput_rps", "Goodput", "Requests answered (1/s)"),
    Measure("hit_ratio", "Hit ratio", "Hit ratio (%)", percent=True),
    Measure("db_read_rps", "Database reads", "Rows (1/s)"),
    Measure("db_queue_mean", "Database queue", "Queue (count)"),
    Measure("failure_ratio", "Failing requests", "Failing (%)", percent=True),
)


def ghosted(
    struck: pd.DataFrame, calm: pd.DataFrame, warmup_s: float, strategy: str
) -> list[Figure]:
    """A figure a measure; equal windows in both tables."""
    columns = [measure.column for measure in MEASURES]
    both = pd.concat([struck, calm[columns].add_prefix(GHOST)], axis=1)
    return [figure(both, warmup_s, strategy, measure) for measure in MEASURES]


def figure(both: pd.DataFrame, warmup_s: float, strategy: str, m: Measure) -> Figure:
    """One measure."""
    ghost = GHOST + m.column
    lines = [
        Line(ghost, "Without the faults", MUTED, "dash", 1.4, 0.8, scale=m.scale),
        Line(m.column, "With them", style(strategy).colour, scale=m.scale),
    ]
    hover = ".2%" if m.percent else ",.4~g"
    course = described(both, warmup_s, m.column, lambda value: say(value, m))
    sheet = Sheet(
        m.title,
        "Dashed: the very same requests without the faults",
        file=f"failures-{m.column}-{strategy}",
        alt=f"{m.title} with the faults: {course}",
        subject=strategy,
        empty="none in this run",
    )
    return draw(both, warmup_s, sheet, [Panel(m.axis_title, lines, scale(both, m), hover=hover)])


def scale(both: pd.DataFrame, m: Measure) -> dict:
    """The axis that fits both lines."""
    if m.logarithmic:
        return log_axis(both[[m.column, GHOST + m.column]].to_numpy().ravel() * m.scale)
    return {"rangemode": "tozero", "tickformat": "~%" if m.percent else "~g"}
