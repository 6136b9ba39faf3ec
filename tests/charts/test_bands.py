"""Lines with bands over one swept parameter."""

from typing import Any

import plotly.graph_objects as go
import pytest

from charts.bands import Band, Frame, bands
from charts.lines import Sheet

WORDS = Sheet("Hit ratio", "note", "sweep")


def figure(x: list[float], frame: Frame) -> dict[str, Any]:
    """One line whose means are a half."""
    half = [0.5] * len(x)
    line = Band("cache-aside", x, half, half, half, ["50 %"] * len(x))
    found = bands([line], frame, WORDS)
    go.Figure(found)
    return found


def test_a_logarithmic_axis_has_whole_numbers_for_ticks() -> None:
    """From 3 to 30 s: among them 5, 10 and 20, as plain numbers."""
    axis = figure([3.0, 30.0], Frame("TTL (s)", "Hit ratio (%)", log=True))["layout"]["xaxis"]
    assert axis["type"] == "log"
    assert {5.0, 10.0, 20.0} <= set(axis["tickvals"])


@pytest.mark.parametrize("x", [[], [1.0]])
def test_a_sweep_that_has_just_begun_is_drawn_too(x: list[float]) -> None:
    """Nothing known yet, or one cell."""
    assert figure(x, Frame("TTL (s)", "Hit ratio (%)", log=True))["layout"]["xaxis"]


def test_words_stand_at_their_places() -> None:
    """A parameter that is no number."""
    axis = figure([0, 1], Frame("Eviction", "Hit ratio (%)", ticks=("lru", "lfu")))["layout"][
        "xaxis"
    ]
    assert (axis["tickvals"], axis["ticktext"]) == ([0, 1], ["lru", "lfu"])
