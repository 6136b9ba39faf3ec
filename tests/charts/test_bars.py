"""Bars with closed forms, on numbers made by hand."""

import pytest

from charts.bars import bars


def trace(figure, name: str):
    """One trace of a figure by its name."""
    return next(each for each in figure["data"] if each["name"] == name)


def test_a_bar_a_trial_and_a_diamond_where_there_is_a_form() -> None:
    """Shares in per cent; the figure stands behind what reaches farther."""
    values = {"ttl-only": 0.5, "delete-after": 0.1, "lease": 0.0}
    figure = bars("Stale hits", "1", "note", values, {"ttl-only": 0.6, "lease": None})
    assert trace(figure, "Measured")["x"] == [0.5, 0.1, 0.0]
    assert trace(figure, "Closed form")["x"] == [0.6, None, None]
    assert trace(figure, "Figures")["x"] == [0.6, 0.1, 0.0]
    assert [each.strip() for each in trace(figure, "Figures")["text"]] == ["50 %", "10 %", "0 %"]
    assert figure["layout"]["meta"]["table"] == [
        ["", "Stale hits (%)", "Closed form"],
        ["TTL-only", "50 %", "60 %"],
        ["Delete-after", "10 %", "none"],
        ["Lease", "0 %", "none"],
    ]
    assert figure["layout"]["meta"]["alt"].startswith("Stale hits: TTL-only 50 %; ")


def test_without_closed_forms_there_are_no_diamonds() -> None:
    """Nor a legend, nor a column."""
    figure = bars("Loads", "", "note", {"interval": 1234.0, "size": None})
    assert {each["name"] for each in figure["data"]} == {"Measured", "Figures"}
    assert not figure["layout"]["showlegend"]
    assert figure["layout"]["meta"]["table"] == [
        ["", "Loads (count)"],
        ["Interval", "1,234"],
        ["Size", "none"],
    ]


@pytest.mark.parametrize(
    ("longest_s", "unit", "drawn", "text"),
    [(0.25, "ms", 250.0, "250 ms"), (2.5, "s", 2.5, "2.5 s")],
)
def test_short_times_are_in_milliseconds(
    longest_s: float, unit: str, drawn: float, text: str
) -> None:
    """Long ones in seconds."""
    figure = bars("Age", "s", "note", {"lease": longest_s})
    assert trace(figure, "Measured")["x"] == [drawn]
    assert trace(figure, "Figures")["text"][0].strip() == text
    assert figure["layout"]["xaxis"]["title"]["text"] == f"Age ({unit})"
