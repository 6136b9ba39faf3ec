"""The frame round every page."""

from importlib.resources import files

import streamlit as st
from streamlit.navigation.page import Page

from ui import presenter, shown, state

TITLE = "Cache Strategy Lab"


def begin() -> None:
    """Name the window, use its room."""
    icon = files("ui").joinpath("icon.svg").read_text("utf-8")
    st.set_page_config(page_title=TITLE, page_icon=icon, layout="wide")
    st.logo(icon, size="large")


def show(page: Page) -> None:
    """The page that the address asks for."""
    state.enter(page.url_path)
    shown.begin()
    presenter.dress()
    page.run()
