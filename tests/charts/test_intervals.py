"""Means with whiskers."""

from charts.intervals import intervals


def test_a_mark_a_trial_in_the_unit_of_people() -> None:
    """Seconds become milliseconds; what does not apply is left out."""
    found = {"cache-aside": (0.02, 0.005), "no-cache": (0.04, 0.0), "read-ahead": None}
    figure = intervals("Latency", "s", "how long", found)
    first, second = figure["data"]
    assert (first["x"], first["error_x"]["array"]) == ([20.0], [5.0])
    assert second["y"] == ["✖ No-cache"]
    assert figure["layout"]["xaxis"]["title"]["text"] == "Latency (ms)"
    low, high = figure["layout"]["xaxis"]["range"]
    assert low == 0 or low < 15
    assert high > 40


def test_shares_are_in_percent_and_the_table_has_the_interval() -> None:
    figure = intervals("Hit ratio", "1", "", {"cache-aside": (0.75, 0.01)})
    assert figure["layout"]["xaxis"]["title"]["text"] == "Hit ratio (%)"
    assert figure["layout"]["meta"]["table"][1] == ["Cache-aside", "75 %", "1 %"]
    assert figure["layout"]["xaxis"]["range"][0] > 0.7


def test_nothing_to_show_is_an_empty_figure() -> None:
    assert intervals("Hit ratio", "1", "", {"cache-aside": None})["data"] == []
