"""Pinned runs: kept for the browser session, shown behind and beside every later run."""

import re
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd
import streamlit as st

from charts.theme import PINNED
from metrics import DECLARATIONS, Report
from simulator.capsule import Run, sealed
from ui.closeup import CloseReport

MOST = 6
PINS = "pins"
"""Session state: the pinned reports by name."""
LONGEST = 32
"""Letters of a name."""
Values = dict[str, float | int | None]


class Delta(NamedTuple):
    """How a figure differs from that of the run pinned last, and whether that is better."""

    change: float
    better: bool | None


def pins() -> dict[str, Report]:
    """The pinned runs by name, the latest last."""
    return dict(st.session_state.get(PINS, {}))


def pin(name: str, report: Report) -> None:
    """Keep a run; one of the same name is replaced, of too many the oldest goes."""
    table = report.course() if isinstance(report, CloseReport) else report.timeline
    kept = Report(report.scenario, report.engine, report.figures, table)
    found = [*(pins() | {tidy(name): kept}).items()]
    st.session_state[PINS] = dict(found[-MOST:])


def unpin(name: str) -> None:
    """Forget a run."""
    st.session_state[PINS] = {other: each for other, each in pins().items() if other != name}


def tidy(name: str) -> str:
    """A name without what charts or texts would take for markup."""
    return re.sub(r"[^\w\s.,:+%=/()-]", "", name).strip()[:LONGEST].strip() or "run"


def fresh(name: str) -> str:
    """A name that no pinned run has."""
    name, known, number = tidy(name), pins(), 2
    found = name
    while found in known:
        found, number = f"{name} {number}", number + 1
    return found


def ghosts() -> dict[str, pd.DataFrame]:
    """The time lines of the pinned runs."""
    return {name: each.timeline for name, each in pins().items()}


def latest() -> str:
    """The name of the run pinned last."""
    return list(pins())[-1]


def beside() -> dict[str, Report]:
    """The pinned runs by the names that they have beside others."""
    return {f"{PINNED}{name}": each for name, each in pins().items()}


def values(metric: str) -> Values:
    """One figure of the pinned runs."""
    return {name: each.figures.get(metric) for name, each in beside().items()}


def delta(metric: str, figures: Mapping[str, float | int | None]) -> Delta | None:
    """A figure against the run pinned last; None where there is nothing to compare."""
    if not pins():
        return None
    report = pins()[latest()]
    mine, other = figures.get(metric), report.figures.get(metric)
    if mine is None or other is None:
        return None
    wanted = DECLARATIONS[metric].better
    better = None if wanted is None or mine == other else (mine > other) == (wanted == "higher")
    return Delta(mine - other, better)


def capsule() -> str:
    """All pinned runs as one capsule."""
    return sealed(Run(name, each.scenario, each.figures) for name, each in pins().items())
