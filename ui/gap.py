"""Measured beside simulated in a table: the gap, and whether chance explains it."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from metrics import DECLARATIONS
from metrics.gap import Gap
from ui.measuring import REPEATS
from ui.verdict import figure_text

MAIN = (
    "hit_ratio",
    "stale_read_ratio",
    "latency_read_s_p50",
    "latency_read_s_p99",
    "latency_write_s_p50",
    "db_reads",
    "db_writes",
    "loads",
    "stampede_peak",
    "lost_writes",
    "recovery_s",
)
"""The metrics by which prediction and reality are compared first."""
VERDICTS = {True: "inside the noise", False: "outside", None: "too few repeats"}


def summary(gaps: Iterable[Gap]) -> str:
    """How well the prediction held, in a sentence."""
    judged = [gap.inside for gap in gaps if gap.metric in MAIN and gap.inside is not None]
    return f"Of {len(judged)} main metrics, {sum(judged)} lie inside the noise of {REPEATS} repeats"


def show_gaps(gaps: Iterable[Gap], alt: str) -> None:
    """Measured, simulated, the gap, and whether chance explains it."""
    table = pd.DataFrame([row(gap) for gap in gaps])
    st.dataframe(table, hide_index=True, alt=f"{alt}, measured and simulated", width="stretch")


def row(gap: Gap) -> dict[str, str]:
    """One metric in words."""
    name, declared = gap.metric, DECLARATIONS.get(gap.metric)
    relative = "" if gap.relative is None else f"{gap.relative:+.1%}"
    unit = declared.unit if declared else ""
    return {
        "Metric": declared.title if declared else name,
        "Measured": figure_text(name, gap.measured),
        "Simulated": figure_text(name, gap.simulated),
        "Gap": points(gap) if unit == "1" else relative,
        "Noise": "" if gap.noise is None else f"± {figure_text(name, gap.noise)}",
        "Verdict": VERDICTS[gap.inside],
    }


def points(gap: Gap) -> str:
    """The gap between two shares."""
    return f"{gap.gap * 100:+.2f} points"
