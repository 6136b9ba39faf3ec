"""Lost writes by cause and over time, on numbers made by hand."""

import pandas as pd

from charts.losses import CAUSES, losses, unstored


def test_a_bar_is_divided_by_cause() -> None:
    """Only causes that occurred; the whole stands behind the bar."""
    lost = {"interval": {"cache_crash": 3, "evicted": 2}, "write-through": {}}
    figure = losses(lost)
    parts = {each["name"]: each["x"] for each in figure["data"]}
    assert parts == {CAUSES["cache_crash"][0]: [3, 0], CAUSES["evicted"][0]: [2, 0]}
    assert [each["text"] for each in figure["layout"]["annotations"]] == ["5", "0"]
    assert figure["layout"]["meta"]["table"][1:] == [
        ["Interval", CAUSES["cache_crash"][0], "3"],
        ["Interval", CAUSES["evicted"][0], "2"],
        ["Write-through", CAUSES["not_stored"][0], "0"],
    ]


def test_where_nothing_is_lost_it_says_so() -> None:
    """Not an empty frame."""
    figure = losses({"interval": {}})
    assert "no write was lost" in [each["text"] for each in figure["layout"]["annotations"]]


def test_causes_differ_by_colour_and_pattern() -> None:
    """No two look alike."""
    assert len({each[1] for each in CAUSES.values()}) == len(CAUSES)
    assert len({each[2] for each in CAUSES.values()}) == len(CAUSES)


def test_a_crash_is_marked_in_every_panel() -> None:
    """By a line; the field of the fault has its name; the curve itself is solid."""
    table = pd.DataFrame(
        {"start_s": [0.0, 1.0], "end_s": [1.0, 2.0], "unstored_writes": [1.0, 5.0]}
    )
    names = ("interval", "size")
    figures = unstored(dict.fromkeys(names, table), 0, dict.fromkeys(names, "5"), [1.5])
    assert len(figures) == 2
    for figure in figures:
        assert [each["x0"] for each in figure["layout"]["shapes"] if each["type"] == "line"] == [
            1.5
        ]
        assert figure["data"][0]["line"]["dash"] == "solid"
