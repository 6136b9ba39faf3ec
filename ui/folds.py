"""Folds: sections that are drawn only while they are open, so that a closed one costs nothing."""

from collections.abc import Callable

import streamlit as st

from ui import state

KEY = f"{state.CONTROL}fold "
"""Keys of folds begin with this; like those of controls they are forgotten with their page."""


def fold(
    heading: str, icon: str, draw: Callable[[], None], *, name: str = "", opened: bool = False
) -> None:
    """A section behind a heading; `name` is what it is known by where headings repeat or change."""
    section = st.expander(
        heading,
        icon=f":material/{icon}:",
        key=KEY + (name or heading),
        expanded=opened,
        on_change="rerun",
    )
    if section.open:
        with section:
            draw()
