"""Bands over one swept parameter: lines with intervals, and pinned runs across them."""

from typing import Any

import plotly.graph_objects as go
import pytest

from charts.bands import Band, Frame, bands
from charts.lines import Sheet

BAND = Band("cache-aside", [1, 10], [0.5, 0.8], [0.4, 0.7], [0.6, 0.9], ["a", "b"])
SHEET = Sheet("Hit ratio", "note", "sweep")


def test_a_pinned_run_is_a_level_from_the_first_place_to_the_last() -> None:
    found = bands([BAND], Frame("TTL (s)", "Hit ratio (%)", levels={"pinned: mine": 0.75}), SHEET)
    level = found["data"][-1]
    assert (level["name"], level["x"], level["y"]) == ("pinned: mine", [1, 10], [0.75, 0.75])
    assert len(found["data"]) == 3


def test_without_a_line_there_is_no_level() -> None:
    found = bands([], Frame("TTL (s)", "Hit ratio (%)", levels={"pinned: mine": 0.75}), SHEET)
    assert found["data"] == []


def figure(x: list[float], frame: Frame) -> dict[str, Any]:
    """One line whose means are a half."""
    half = [0.5] * len(x)
    line = Band("cache-aside", x, half, half, half, ["50 %"] * len(x))
    found = bands([line], frame, SHEET)
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
