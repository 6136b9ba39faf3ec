"""Bands: lines with intervals, and pinned runs across them."""

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
