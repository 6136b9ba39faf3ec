"""The course of one run: hit ratio, database, latency, staleness over time."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from charts.lines import Line, Panel, Sheet, draw
from charts.theme import MS, Figure, decades, style

PERCENT = {"tickformat": ".0%", "range": [0, 1.03]}
FROM_ZERO = {"rangemode": "tozero"}
GUIDES = {0.8: "good", 0.95: "excellent"}


def hit_ratio(timeline: pd.DataFrame, warmup_s: float, strategy: str) -> Figure:
    """The share of reads that the cache answered without waiting."""
    look = style(strategy)
    line = Line("hit_ratio", "Hit ratio", look.colour)
    panel = Panel("Hit ratio (%)", [line], PERCENT, hover=".1%", guides=GUIDES)
    note = "Reads the cache answered at once, of all reads"
    alt = described(timeline, warmup_s, "hit_ratio", lambda v: f"{v:.1%}")
    words = (f"hit-ratio-{strategy}", f"Hit ratio over time: {alt}", strategy)
    sheet = Sheet("Hit ratio", note, *words)
    return draw(timeline, warmup_s, sheet, [panel])


def database(timeline: pd.DataFrame, warmup_s: float, strategy: str) -> Figure:
    """What reaches the database, and who waits there."""
    look = style(strategy)
    reads = Line("db_read_rps", "Reads", look.colour)
    writes = Line("db_write_rps", "Writes", look.colour, "dot", 1.6, 0.65)
    queue = Line("db_queue_mean", "Waiting", look.colour, "dash", 1.6)
    panels = [
        Panel("Rows (1/s)", [reads, writes], FROM_ZERO, share=1.6, hover=",.1f"),
        Panel("Queue (count)", [queue], FROM_ZERO | {"nticks": 4}, share=1, hover=".2f"),
    ]
    note = "Rows read and written a second; below, statements that wait for a connection"
    alt = described(timeline, warmup_s, "db_read_rps", lambda v: f"{v:,.0f} rows read a second")
    words = (f"database-{strategy}", f"Database load over time: {alt}", strategy)
    sheet = Sheet("Database load", note, *words)
    return draw(timeline, warmup_s, sheet, panels)


def latency(timeline: pd.DataFrame, warmup_s: float, strategy: str) -> Figure:
    """How long readers wait: the median and the slow ends."""
    look = style(strategy)
    lines = [
        Line("latency_read_s_p99", "p99", look.colour, scale=MS),
        Line("latency_read_s_p95", "p95", look.colour, "dash", 1.7, 0.75, scale=MS),
        Line("latency_read_s_p50", "p50 (median)", look.colour, "dot", 1.7, 0.75, scale=MS),
    ]
    columns = [line.column for line in lines]
    ticks = log_axis(timeline[columns].to_numpy().ravel() * MS)
    note = "1 in 2, 1 in 20 and 1 in 100 reads take longer; logarithmic scale"
    alt = described(timeline, warmup_s, "latency_read_s_p99", lambda v: f"{v * MS:.3g} ms")
    words = (f"latency-{strategy}", f"99th percentile of latency: {alt}", strategy)
    sheet = Sheet("Read latency", note, *words)
    return draw(timeline, warmup_s, sheet, [Panel("Latency (ms)", lines, ticks)])


def staleness(timeline: pd.DataFrame, warmup_s: float, strategy: str) -> Figure:
    """How many reads miss a newer version, and how long it had been there."""
    look = style(strategy)
    share = Line("stale_read_ratio", "Stale reads", look.colour)
    ages = [
        Line("staleness_age_s_p95", "Age, p95", look.colour, "dash", 1.6, 0.75),
        Line("staleness_age_s_mean", "Age, mean", look.colour, "dot", 1.6, 0.75),
    ]
    percent = FROM_ZERO | {"tickformat": "~%"}
    panels = [
        Panel("Stale (%)", [share], percent, share=1.4, hover=".2%"),
        Panel("Age (s)", ages, FROM_ZERO | {"nticks": 4}, share=1),
    ]
    note = "Reads that missed an acknowledged write; below, for how long it had been there"
    alt = described(timeline, warmup_s, "stale_read_ratio", lambda v: f"{v:.2%}")
    words = (f"staleness-{strategy}", f"Share of stale reads: {alt}", strategy)
    sheet = Sheet("Staleness", note, *words, empty="no stale reads in this run")
    return draw(timeline, warmup_s, sheet, panels)


def log_axis(values: NDArray[np.float64]) -> dict[str, Any]:
    """A logarithmic axis that holds all values; a plain one where none is above zero."""
    positive = values[values > 0]
    return decades(float(positive.min()), float(positive.max())) if len(positive) else FROM_ZERO


def described(
    timeline: pd.DataFrame, warmup_s: float, column: str, say: Callable[[float], str]
) -> str:
    """A column after the warm-up in one sentence, for those who do not see the chart."""
    values = timeline.loc[timeline["end_s"] > warmup_s, column].dropna()
    if values.empty:
        return "no value after the warm-up."
    low, middle, high = (say(float(v)) for v in (values.min(), values.mean(), values.max()))
    return f"mean {middle}, lowest {low}, highest {high} after the warm-up."
