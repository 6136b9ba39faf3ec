"""Measured beside simulated: one chart a measure, a line each, over the same time."""

from math import ceil

import numpy as np
import pandas as pd

from charts.course import described, log_axis
from charts.lines import Line, Panel, Sheet, draw
from charts.multiples import MEASURES, Measure, say
from charts.theme import MUTED, Figure, style

MEASURED, SIMULATED = "measured", "simulated"
ENOUGH = 60
"""Requests behind a point of a line: a live run is short, and fewer would only flicker."""


def beside(
    measured: pd.DataFrame, simulated: pd.DataFrame, warmup_s: float, strategy: str
) -> list[Figure]:
    """A figure a measure: the real run as a full line, its simulation as a grey one."""
    both = side_by_side(measured, simulated)
    return [figure(both, warmup_s, strategy, measure) for measure in MEASURES]


def side_by_side(measured: pd.DataFrame, simulated: pd.DataFrame) -> pd.DataFrame:
    """One table: windows with enough requests, then every column twice."""
    together = windows_together(measured)
    real, twin = (joined(table, together) for table in (measured, simulated))
    columns = [measure.column for measure in MEASURES]
    both = (real[columns].add_prefix(f"{MEASURED} "), twin[columns].add_prefix(f"{SIMULATED} "))
    return pd.concat([real[["start_s", "end_s", "fault"]], *both], axis=1)


def windows_together(timeline: pd.DataFrame) -> int:
    """How many windows make one point, so that it stands for enough requests."""
    width_s = float(timeline["end_s"].iloc[0] - timeline["start_s"].iloc[0])
    requests = float(timeline["request_rps"].mean()) * width_s
    return min(max(1, ceil(ENOUGH / requests)) if requests else 1, len(timeline))


def joined(timeline: pd.DataFrame, together: int) -> pd.DataFrame:
    """Windows joined: from the first one's start to the last one's end, figures by their mean."""
    groups = timeline.groupby(np.arange(len(timeline)) // together)
    table = groups.mean(numeric_only=True)
    table["start_s"], table["end_s"] = groups["start_s"].min(), groups["end_s"].max()
    table["fault"] = groups["fault"].max() if "fault" in timeline else ""
    return table


def figure(both: pd.DataFrame, warmup_s: float, strategy: str, m: Measure) -> Figure:
    """One measure."""
    real, twin = f"{MEASURED} {m.column}", f"{SIMULATED} {m.column}"
    lines = [
        Line(twin, "Simulated", MUTED, "dash", 1.6, scale=m.scale),
        Line(real, "Measured", style(strategy).colour, scale=m.scale),
    ]
    panel = Panel(m.axis_title, lines, scale_of(both, [real, twin], m), hover=hover(m))
    told = {
        name: described(both, warmup_s, name, lambda value: say(value, m)) for name in (real, twin)
    }
    sheet = Sheet(
        m.title,
        f"The same requests, real and simulated; each point the mean of {span_of(both)}",
        file=f"live-{m.column}-{strategy}",
        alt=f"{m.title}, measured: {told[real]} Simulated: {told[twin]}",
        subject=strategy,
        empty="none in this run",
    )
    return draw(both, warmup_s, sheet, [panel])


def span_of(both: pd.DataFrame) -> str:
    """How long a point's time is, in words."""
    return f"{both['end_s'].iloc[0] - both['start_s'].iloc[0]:.2g} s"


def scale_of(both: pd.DataFrame, columns: list[str], m: Measure) -> dict:
    """The axis that fits both lines."""
    if m.logarithmic:
        return log_axis(both[columns].to_numpy().ravel() * m.scale)
    return {"rangemode": "tozero", "tickformat": "~%" if m.percent else "~g"}


def hover(m: Measure) -> str:
    """How a value is told under the pointer."""
    return ".2%" if m.percent else ",.4~g"
