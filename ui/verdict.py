"""What figures mean: bands in words, a figure with its unit, and who is best at what."""

from collections.abc import Iterable, Mapping
from math import isclose
from typing import Literal, NamedTuple

import pandas as pd

from metrics import DECLARATIONS, Report
from metrics.words import readable
from ui.fields import title
from ui.pins import Delta

HEADLINE = (
    "hit_ratio",
    "stale_read_ratio",
    "latency_read_s_p99",
    "db_read_rps",
    "stampede_peak",
    "lost_writes",
)
"""The metrics that a run is judged by first."""
BUSY, FULL = 0.6, 0.9
"""From here on a share of busy connections is worth a look, and is trouble."""
GOOD, EXCELLENT = 0.80, 0.95
"""From here on a hit ratio is called good, and excellent."""
NOTHING = "-"
"""Stands where a figure cannot apply."""

LEAST = 0.1
WIDEST = 30
"""Letters that the names of those who tie may take; beyond that they are counted."""
DOUBLE = 2

Number = float | int | None
Colour = Literal["gray", "green", "blue", "orange", "red"]


class Verdict(NamedTuple):
    """A few words under a figure, and the colour that goes with them."""

    text: str
    colour: Colour


def band(hit_ratio: Number) -> Verdict:
    """How good a hit ratio is."""
    if hit_ratio is None:
        return Verdict("no reads", "gray")
    if hit_ratio >= EXCELLENT:
        return Verdict("excellent, from 95 %", "green")
    return (
        Verdict("good, from 80 %", "blue")
        if hit_ratio >= GOOD
        else Verdict("low, below 80 %", "orange")
    )


def figure_text(name: str, value: Number) -> str:
    """A figure as a person reads it."""
    if value is None:
        return NOTHING
    unit = DECLARATIONS[name].unit if name in DECLARATIONS else ""
    return readable(value, unit)


def headline(report: Report) -> dict[str, Verdict]:
    """The figures that a run is judged by, each with a remark."""
    f = report.figures
    age, median = f["staleness_age_s_mean"], f["latency_read_s_p50"]
    redundant, acked = f["redundant_loads"], f["acked_writes"]
    remarks = (
        band(f["hit_ratio"]),
        remark(age and f"{readable(age, 's')} old, mean", "all current"),
        remark(f"median {figure_text('latency_read_s_p50', median)}"),
        load(f["db_utilisation"]),
        remark(redundant and f"{redundant:,} redundant", "none redundant"),
        remark(acked and f"of {acked:,} writes", "no writes"),
    )
    return dict(zip(HEADLINE, remarks, strict=True))


def against(name: str, delta: Delta) -> Verdict:
    """How a figure stands against that of a pinned run."""
    unit, size = DECLARATIONS[name].unit, abs(delta.change)
    if delta.change == 0:
        return Verdict("no change", "gray")
    words = f"{size * 100:.3g} points" if unit == "1" else readable(float(f"{size:.4g}"), unit)
    colour: Colour = "gray" if delta.better is None else "green" if delta.better else "orange"
    return Verdict(f"{'+' if delta.change > 0 else '-'}{words}", colour)


def remark(text: str | Number, otherwise: str = "") -> Verdict:
    """A remark without judgement."""
    return Verdict(str(text) if text else otherwise, "gray")


def load(utilisation: Number) -> Verdict:
    """How busy the database is; queues grow fast above four fifths."""
    if utilisation is None:
        return Verdict("no limit", "gray")
    colour: Colour = "orange" if utilisation >= BUSY else "gray"
    colour = "red" if utilisation >= FULL else colour
    return Verdict(f"{utilisation:.0%} busy", colour)


def ranking(figures: Mapping[str, Mapping[str, Number]], metrics: Iterable[str]) -> pd.DataFrame:
    """One row a metric: each strategy's figure, who is best, and by how much."""
    rows = [row(name, figures) for name in metrics]
    return pd.DataFrame([each for each in rows if each])


def row(name: str, figures: Mapping[str, Mapping[str, Number]]) -> dict[str, str]:
    """One metric of all strategies; empty where it applies to none."""
    values = {strategy: each.get(name) for strategy, each in figures.items()}
    if all(value is None for value in values.values()):
        return {}
    texts = {title(strategy): figure_text(name, value) for strategy, value in values.items()}
    best, lead = winner(name, values)
    return {"Metric": DECLARATIONS[name].title, **texts, "Best": best, "Lead": lead}


def winner(name: str, values: Mapping[str, Number]) -> tuple[str, str]:
    """Who is best at a metric and how far ahead of the next; a tie names all."""
    better = DECLARATIONS[name].better
    known = {strategy: float(value) for strategy, value in values.items() if value is not None}
    if better is None or len(known) == 1:
        return NOTHING, ""
    ordered = sorted(known, key=lambda strategy: known[strategy], reverse=better == "higher")
    top = known[ordered[0]]
    tied = [strategy for strategy in ordered if isclose(known[strategy], top, rel_tol=1e-9)]
    if len(tied) == len(known):
        return "all equal", ""
    names = ", ".join(title(strategy) for strategy in tied)
    if len(names) > WIDEST:
        names = f"{len(tied)} tied"
    return names, lead(name, top, known[ordered[len(tied)]])


def lead(name: str, top: float, second: float) -> str:
    """How far the best is from the next: points for shares, else a factor where there is one."""
    if DECLARATIONS[name].unit == "1":
        return at_least(abs(top - second) * 100, "points")
    small, large = sorted((abs(top), abs(second)))
    if small == 0:
        return f"{readable(large, DECLARATIONS[name].unit)} apart"
    factor = large / small
    return f"{factor:.3g} times" if factor >= DOUBLE else at_least((factor - 1) * 100, "%")


def at_least(value: float, unit: str) -> str:
    """A difference of two digits; a very small one only as such."""
    if value < LEAST:
        return f"less than {LEAST} {unit}"
    return f"{float(f'{value:.2g}'):g} {unit}"
