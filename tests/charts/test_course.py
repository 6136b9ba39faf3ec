"""The charts of one run: valid figures, units on every axis, honest words."""

from math import nan

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import course
from charts.lines import rounded
from charts.theme import DARK, STYLES

DRAW = (course.hit_ratio, course.database, course.latency, course.staleness)


@pytest.fixture
def timeline():
    """Four windows of ten seconds; the first is warm-up, the third has no stale read."""
    return pd.DataFrame(
        {
            "start_s": [0, 10, 20, 30],
            "end_s": [10, 20, 30, 40],
            "hit_ratio": [0.1, 0.8, 0.9, 1.0],
            "stale_read_ratio": [0, 0.1, 0, 0.2],
            "staleness_age_s_mean": [nan, 1.0, nan, 2.0],
            "staleness_age_s_p95": [nan, 2.0, nan, 3.0],
            "latency_read_s_p50": [0.001] * 4,
            "latency_read_s_p95": [0.01] * 4,
            "latency_read_s_p99": [0.02, 0.03, 0.04, 0.05],
            "db_read_rps": [100.0, 50, 40, 30],
            "db_write_rps": [5.0] * 4,
            "db_queue_mean": [0, 0.5, 0, 0],
        }
    )


@pytest.mark.parametrize("draw", DRAW)
def test_a_figure_is_what_plotly_takes(timeline, draw):
    """Every property exists."""
    go.Figure(draw(timeline, 10, "cache-aside"))


@pytest.mark.parametrize("draw", DRAW)
def test_every_axis_has_a_title_with_its_unit(timeline, draw):
    """The unit stands in brackets."""
    layout = draw(timeline, 10, "cache-aside")["layout"]
    titles = [axis["title"]["text"] for name, axis in layout.items() if "axis" in name]
    assert len(titles) >= 2
    assert all(title.endswith(")") and "(" in title for title in titles)


def test_latency_is_drawn_in_milliseconds(timeline):
    """Fifty milliseconds at the end."""
    figure = course.latency(timeline, 10, "cache-aside")
    assert figure["data"][0]["y"] == [20, 30, 40, 50]


def test_a_window_without_a_value_is_a_gap(timeline):
    """No stale read has no age, which is not an age of zero."""
    figure = course.staleness(timeline, 10, "cache-aside")
    assert figure["data"][1]["y"] == [None, 2, None, 3]


def test_the_warm_up_is_shaded_and_named(timeline):
    """From the start to its end."""
    layout = course.hit_ratio(timeline, 10, "cache-aside")["layout"]
    field = next(shape for shape in layout["shapes"] if shape["type"] == "rect")
    assert (field["x0"], field["x1"]) == (0, 10)
    assert layout["annotations"][0]["text"] == "warm-up, not counted"
    without = course.hit_ratio(timeline, 0, "cache-aside")["layout"]
    assert all(shape["type"] != "rect" for shape in without["shapes"])


def test_the_words_of_a_chart_leave_the_warm_up_out(timeline):
    """Mean of 80, 90 and 100 per cent."""
    alt = course.hit_ratio(timeline, 10, "cache-aside")["layout"]["meta"]["alt"]
    assert "mean 90.0%, lowest 80.0%, highest 100.0% after the warm-up" in alt


def test_nothing_stale_is_said_in_words(timeline):
    """An empty panel would leave the reader in doubt."""
    timeline["stale_read_ratio"] = 0.0
    words = course.staleness(timeline, 0, "cache-aside")["layout"]["annotations"]
    assert [word["text"] for word in words] == ["no stale reads in this run"]


def test_a_long_run_is_read_in_minutes(timeline):
    """Forty windows of a minute."""
    timeline[["start_s", "end_s"]] *= 60
    figure = course.hit_ratio(timeline, 600, "cache-aside")
    assert figure["layout"]["xaxis"]["title"]["text"] == "Time (min)"
    assert figure["data"][0]["x"] == [5, 15, 25, 35]


def test_every_colour_has_a_counterpart_on_a_dark_page():
    """And no counterpart is itself a light colour, so that the order of replacing is no matter."""
    assert {style.colour for style in STYLES.values()} <= set(DARK)
    assert not set(DARK) & set(DARK.values())


def test_strategies_differ_in_colour_dash_and_mark():
    """Each of the three would do alone."""
    for part in range(3):
        assert len({style[part] for style in STYLES.values()}) == len(STYLES)


def test_numbers_are_cut_to_five_digits_that_count():
    """Enough for a screen, small on the wire."""
    assert rounded(pd.Series([1 / 3, 123456.7, nan])) == [0.33333, 123460.0, None]


@pytest.mark.parametrize("draw", DRAW)
def test_faults_are_shaded_fields_with_their_names(timeline, draw):
    """From the first to the last window in which they are at work; none without faults."""
    both = "cache-outage + mass-purge"
    struck = timeline.assign(fault=["", both, "cache-outage", ""])
    layout = draw(struck, 0, "cache-aside")["layout"]
    fields = [each for each in layout["shapes"] if each["type"] == "rect"]
    assert [(each["x0"], each["x1"]) for each in fields] == [(10, 30)]
    assert both in [each["text"] for each in layout["annotations"]]
    calm = draw(timeline.assign(fault=""), 0, "cache-aside")["layout"]
    assert not [each for each in calm["shapes"] if each["type"] == "rect"]
