"""The presenter's view of any page: large type, large charts, no side bar; the address keeps it."""

from collections.abc import Sequence
from importlib.resources import files

import streamlit as st

from charts.theme import Figure, enlarged
from ui.state import PRESENT

YES = "1"
LARGE = 1.45
"""How much larger figures are for the projector."""


def on() -> bool:
    """Is the page shown to a class?"""
    return st.query_params.get(PRESENT) == YES


def dress() -> None:
    """Give the page the look, where it is wanted."""
    if on():
        style = files("ui").joinpath("present.css").read_text("utf-8")
        st.html(f"<style>{style}</style>")


def button() -> None:
    """The way in, and the way out."""
    label = "End presentation" if on() else "Present"
    help_ = "Large type and no side bar, for a projector."
    st.button(label, icon=":material/slideshow:", on_click=switch, key="present", help=help_)


def switch() -> None:
    """The other view; for a callback."""
    if on():
        del st.query_params[PRESENT]
    else:
        st.query_params[PRESENT] = YES


def sized(figures: Sequence[Figure], narrowest: str) -> tuple[list[Figure], str]:
    """Figures and the least width of each, as large as the view wants them."""
    if not on():
        return list(figures), narrowest
    return [enlarged(each, LARGE) for each in figures], f"calc({narrowest} / {LARGE})"
