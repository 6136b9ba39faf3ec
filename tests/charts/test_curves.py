"""Curves, on numbers made by hand."""

from charts.curves import Axes, Curve, curves
from charts.lines import Sheet

AXES = Axes("TTL (s)", "Stale (%)")
SHEET = Sheet("Stale by TTL", "note", "stale-by-ttl", "alt", empty="nothing here")


def test_measured_lines_have_marks_and_errors_closed_forms_neither() -> None:
    """One colour for both, so that they are seen to belong together."""
    measured = Curve("delete-after", [1, 2], [0.1, 0.2], [0.01, 0.02])
    closed = Curve("delete-after", [1, 2], [0.11, None], closed=True)
    figure = curves([measured, closed], AXES, SHEET)
    first, second = figure["data"]
    assert (first["mode"], second["mode"]) == ("lines+markers", "lines")
    assert first["error_y"]["array"] == [0.01, 0.02]
    assert "error_y" not in second
    assert first["line"]["color"] == second["line"]["color"]
    assert second["name"] == "Delete-after, closed form"
    assert figure["layout"]["meta"]["table"] == [
        ["", "TTL (s)", "Stale (%)"],
        ["Delete-after", "1", "10"],
        ["Delete-after", "2", "20"],
        ["Delete-after, closed form", "1", "11"],
        ["Delete-after, closed form", "2", ""],
    ]


def test_nothing_to_draw_is_said() -> None:
    """A word in the middle instead of empty axes."""
    figure = curves([], AXES, SHEET)
    assert figure["data"] == []
    assert figure["layout"]["annotations"][0]["text"] == "nothing here"
