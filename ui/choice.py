"""Which expiry of which trial is looked at: chosen by a click in a chart or from two lists."""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from charts.theme import time_unit
from ui.account import count, time
from ui.closeup import CloseReport
from ui.fields import title

TRIAL = "chosen trial"
EXPIRY = "chosen expiry"


class Choice(NamedTuple):
    """A trial, and one of its expiries: the row of the table and its readers."""

    trial: str
    expiry: dict[str, Any]
    readers: pd.DataFrame


def chosen(reports: Mapping[str, CloseReport]) -> Choice | None:
    """What has been chosen; the largest expiry of the first trial where nothing has."""
    able = [name for name, each in reports.items() if len(each.close_up.expiries)]
    if not able:
        return None
    trial = st.session_state.get(TRIAL)
    if trial not in able:
        trial = able[0]
        forget()
    close_up = reports[trial].close_up
    largest = by_size(close_up.expiries)
    number = st.session_state.get(EXPIRY)
    number = number if number in largest else largest[0]
    st.session_state[TRIAL], st.session_state[EXPIRY] = trial, number
    readers = close_up.readers[close_up.readers["expiry"] == number]
    expiry = {str(name): value for name, value in close_up.expiries.loc[number].items()}
    return Choice(trial, expiry, readers)


def by_size(expiries: pd.DataFrame) -> list[int]:
    """The expiries' numbers, those with most loads first."""
    return [int(n) for n in expiries.sort_values("loads", ascending=False, kind="stable").index]


def lists(reports: Mapping[str, CloseReport], choice: Choice) -> None:
    """The two lists, for those who do not click."""
    able = [name for name, each in reports.items() if len(each.close_up.expiries)]
    expiries = reports[choice.trial].close_up.expiries
    left, right = st.columns(2)
    left.selectbox("Trial", able, key=TRIAL, format_func=title, on_change=forget)
    right.selectbox("Expiry", by_size(expiries), key=EXPIRY, format_func=partial(label, expiries))


def label(expiries: pd.DataFrame, number: int) -> str:
    """An expiry in a list."""
    if number not in expiries.index:
        return ""
    row = dict(expiries.loc[number])
    return f"at {time(row['start_s'])}: {count(row['loads'])}"


def forget() -> None:
    """Another trial has other expiries."""
    st.session_state.pop(EXPIRY, None)


def point(reports: Mapping[str, CloseReport], figure: int, x: float) -> None:
    """A click in a chart: the trial of that chart, its nearest expiry."""
    trial = list(reports)[figure]
    report = reports[trial]
    expiries = report.close_up.expiries
    if expiries.empty:
        return
    at_s = x * time_unit(report.scenario.workload.duration_s)[0]
    st.session_state[TRIAL] = trial
    st.session_state[EXPIRY] = nearest(expiries, at_s)


def nearest(expiries: pd.DataFrame, at_s: float) -> int:
    """The expiry that an instant lies in, else the one that begins nearest."""
    inside = (expiries["start_s"] <= at_s) & (expiries["end_s"] >= at_s)
    if inside.any():
        return int(inside.to_numpy().argmax())
    return int((expiries["start_s"] - at_s).abs().to_numpy().argmin())
