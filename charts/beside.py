"""Measured beside simulated: one chart a measure, a line each, over the same time."""

import pandas as pd

from charts.course import described, log_axis
from charts.lines import Line, Panel, Sheet, draw
from charts.multiples import MEASURES, Measure, say
from charts.theme import MUTED, Figure, style

MEASURED, SIMULATED = "measured", "simulated"


def beside(
    measured: pd.DataFrame, simulated: pd.DataFrame, warmup_s: float, strategy: str
) -> list[Figure]:
    """A figure a measure: the real run as a full line, its simulation as a grey one."""
    both = side_by_side(measured, simulated)
    return [figure(both, warmup_s, strategy, measure) for measure in MEASURES]


def side_by_side(measured: pd.DataFrame, simulated: pd.DataFrame) -> pd.DataFrame:
    """One table: the windows, then every column twice."""
    edges = measured[["start_s", "end_s"]]
    columns = [measure.column for measure in MEASURES]
    real = measured[columns].add_prefix(f"{MEASURED} ")
    return pd.concat([edges, real, simulated[columns].add_prefix(f"{SIMULATED} ")], axis=1)


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
        "The real run and the simulation of the same requests",
        file=f"live-{m.column}-{strategy}",
        alt=f"{m.title}, measured: {told[real]} Simulated: {told[twin]}",
        subject=strategy,
        empty="none in this run",
    )
    return draw(both, warmup_s, sheet, [panel])


def scale_of(both: pd.DataFrame, columns: list[str], m: Measure) -> dict:
    """The axis that fits both lines."""
    if m.logarithmic:
        return log_axis(both[columns].to_numpy().ravel() * m.scale)
    return {"rangemode": "tozero", "tickformat": "~%" if m.percent else "~g"}


def hover(m: Measure) -> str:
    """How a value is told under the pointer."""
    return ".2%" if m.percent else ",.4~g"
