"""The one chart component: figures in a grid, updated in place, with export, table and text."""

from collections.abc import Callable, Sequence
from importlib.resources import files

import streamlit as st

from charts.ghosts import haunted
from charts.library import SCRIPT_ADDRESS
from charts.theme import DARK, Figure
from ui import pins, presenter
from ui.moment import marked
from ui.shown import note_charts

_mount = st.components.v2.component(
    "lab_charts",
    html='<div class="lab-charts"></div>',
    css=files("ui").joinpath("chart.css").read_text("utf-8"),
    js=files("ui").joinpath("chart.js").read_text("utf-8"),
    isolate_styles=False,
)


def charts(
    figures: Sequence[Figure],
    key: str,
    narrowest: str = "26rem",
    on_click: Callable[[int, float], None] | None = None,
    on_point: Callable[[int, float, float], None] | None = None,
) -> None:
    """Show figures side by side, each at least so wide; the key keeps them the same charts.

    `on_click` is told in which figure and where on its horizontal axis a visitor has clicked,
    if the figure's `meta` says that it takes clicks; `on_point` is told the vertical place too.
    Time lines get a line through the moment that the visitor looks at.
    """
    note_charts(key, figures)
    figures, narrowest = presenter.sized(figures, narrowest)
    data = {
        "figures": marked([haunted(figure, pins.ghosts()) for figure in figures]),
        "dark": DARK,
        "script": SCRIPT_ADDRESS,
        "narrowest": narrowest,
    }

    def clicked() -> None:
        where = st.session_state[key].clicked
        if where and on_click:
            on_click(int(where["figure"]), float(where["x"]))
        if where and on_point:
            on_point(int(where["figure"]), float(where["x"]), float(where["y"]))

    _mount(key=key, data=data, on_clicked_change=clicked)
