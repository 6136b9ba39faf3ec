"""The moment of a run that a visitor looks at: one line through all time lines of the page."""

import streamlit as st

from charts.lines import through
from charts.theme import Figure

MOMENT = "moment"
"""Session state: the instant in seconds."""


def chosen() -> float | None:
    """The moment looked at, if any."""
    return st.session_state.get(MOMENT)


def choose(at_s: float) -> None:
    """Look at a moment, or no more if it is looked at already; for callbacks."""
    st.session_state[MOMENT] = None if chosen() == at_s else at_s


def forget() -> None:
    """Look at none: another page has another run."""
    st.session_state.pop(MOMENT, None)


def marked(figures: list[Figure]) -> list[Figure]:
    """The figures, with a line where they have a time axis."""
    at_s = chosen()
    return figures if at_s is None else [through(figure, at_s) for figure in figures]
