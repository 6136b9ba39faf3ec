"""What a page shows in this run: its charts and the reports behind them, for what it hands out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from charts.ghosts import haunted
from charts.theme import Figure
from export import Question, Words
from metrics import Report
from ui import pins
from ui.fields import tag_value

SHOWN = "shown"
"""Session state: what the present page run has shown so far."""


@dataclass
class Shown:
    """Charts by the key of their place, in the order of the page; reports by name."""

    charts: dict[str, list[Figure]] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    words: Words = field(default_factory=Words)
    questions: tuple[Question, ...] = ()
    """What a lesson says and asks."""
    pinned: dict[str, Report] = field(default_factory=dict)
    """The pinned runs that stand behind the charts."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All charts, from top to bottom, with the pinned runs behind them."""
        ghosts = {name: each.timeline for name, each in self.pinned.items()}
        return tuple(haunted(each, ghosts) for group in self.charts.values() for each in group)


def begin() -> None:
    """A page begins: it has shown nothing yet."""
    st.session_state[SHOWN] = Shown()


def shown() -> Shown:
    """What the page has shown so far; it grows while the page goes on."""
    found: Shown = st.session_state.setdefault(SHOWN, Shown())
    return found


def note_charts(key: str, figures: Sequence[Figure]) -> None:
    """The page shows these charts."""
    shown().charts[key] = list(figures)
    shown().pinned = pins.pins()


def note_reports(reports: Mapping[str, Report]) -> None:
    """The page shows these runs; one without a name is called by its strategy."""
    for name, report in reports.items():
        if report.figures:
            shown().reports[name or str(tag_value(report.scenario.strategy))] = report
