"""The charts of the stampede page."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import stampede
from charts.ablation import WHOLE, ablation, change
from charts.theme import DARK, GUARDS, STACK

EXPIRY = {"start_s": 10.0, "refill_s": 10.5} | dict.fromkeys(stampede.LOOKS, 0)
TABLE = pd.DataFrame(
    {
        "at_s": [10.0, 10.1, 10.2],
        "latency_s": [0.5, 0.4, 9.0],
        "word": ["loaded", "waited", "loaded"],
    }
)


def course(high: int) -> pd.DataFrame:
    """Two windows, loads in the first."""
    zeros = {measure.column: [0.0, 0.0] for measure in stampede.MEASURES}
    table = pd.DataFrame({"start_s": [0, 10], "end_s": [10, 20], **zeros})
    return table.assign(in_flight=[high, 0])


def test_where_nothing_is_loaded_the_axis_begins_at_zero():
    (figure,) = stampede.loads_in_flight({"none": course(0)}, 0, {"none": "0"}, None)
    assert figure["layout"]["yaxis"]["rangemode"] == "tozero"
    assert figure["data"][0]["y"] == [0, 0]


def test_loads_in_flight_are_bars_on_one_axis_and_take_clicks():
    """One load is as visible as a thousand; the chosen expiry has a line in its own panel."""
    trials = {"none": course(1000), "lock": course(1)}
    totals = dict.fromkeys(trials, "1")
    figures = stampede.loads_in_flight(trials, 0, totals, ("lock", 4.0))
    assert [figure["data"][0]["type"] for figure in figures] == ["bar", "bar"]
    assert figures[0]["layout"]["yaxis"] == figures[1]["layout"]["yaxis"]
    assert figures[0]["layout"]["yaxis"]["range"][0] < 0
    assert all(figure["layout"]["meta"]["clicks"] for figure in figures)
    assert [len(figure["layout"]["shapes"]) for figure in figures] == [0, 1]
    for figure in figures:
        go.Figure(figure)


def test_each_reader_is_a_bar_from_coming_to_answer():
    """In milliseconds since the first load; who came second stands second; the refill at 500."""
    figure = stampede.readers(TABLE, EXPIRY | {"loaded": 2, "waited": 1}, "None")
    loaded, waited = figure["data"]
    assert loaded["x"] == pytest.approx([0, 500, None, 200, 9200, None])
    assert waited["x"] == pytest.approx([100, 500, None])
    assert waited["y"] == [2, 2, None]
    assert figure["layout"]["shapes"][0]["x0"] == pytest.approx(500)
    assert figure["layout"]["xaxis"]["range"][1] == pytest.approx(800)
    assert loaded["name"] == "missed and loaded (2)"
    go.Figure(figure)


def test_the_rest_is_counted_in_words():
    """Three drawn of a thousand."""
    words = stampede.readers(TABLE, EXPIRY | {"loaded": 2, "waited": 998}, "None")["layout"]["meta"]
    assert words["note"].startswith("Drawn: 3 of 1,000 readers. 2 missed and loaded, 998 missed")
    assert words["table"][1] == ["0", "500", "missed and loaded"]


def test_an_expiry_without_readers_can_be_drawn():
    """A refresh ahead of time that nobody saw."""
    figure = stampede.readers(TABLE.iloc[:0], EXPIRY, "None")
    assert "Nobody" in figure["layout"]["meta"]["note"]
    go.Figure(figure)


def test_readers_differ_in_colour_and_in_symbol():
    """Each of the two would do alone."""
    for part in (1, 2):
        assert len({look[part] for look in stampede.LOOKS.values()}) == len(stampede.LOOKS)


def test_every_colour_has_a_counterpart_on_a_dark_page():
    """Protections, stacks and readers."""
    guards = {look.colour for look in (*GUARDS.values(), STACK)}
    assert guards | {look.colour for look in stampede.LOOKS.values()} <= set(DARK)


def test_protections_differ_in_colour_dash_and_mark():
    """Each of the three would do alone."""
    for part in range(3):
        assert len({style[part] for style in GUARDS.values()}) == len(GUARDS)


def test_measured_means_stand_beside_the_closed_form():
    """A trial without one has a gap in the other series."""
    marks = {"None": stampede.Mark(500, 5, 501), "Stack": stampede.Mark(2, None, None)}
    figure = stampede.against_theory(marks)
    closed, measured = figure["data"]
    assert closed["x"] == [501, None]
    assert measured["x"] == [500, 2]
    assert measured["error_x"]["array"] == [5, 0]
    go.Figure(figure)


def test_ablation_tells_the_change_from_the_whole_stack():
    """As a factor from two on, in per cent below, not at all where there is none."""
    figure = ablation("Latency", "s", {WHOLE: 0.5, "lock": 2.0, "ttl-jitter": 0.4, "lease": None})
    bars = figure["data"][0]
    assert bars["x"] == [500, 2000, 400, None]
    assert bars["y"] == ["whole stack", "without Lock", "without TTL-jitter", "without Lease"]
    assert bars["text"] == ["500", "2,000 (x 4)", "400 (-20.0%)", "none measured"]
    assert change(500.0001, 500) == "500"
    assert change(3, 0) == "3"
    go.Figure(figure)


def test_numbers_of_a_reader_may_come_from_numpy():
    """As they do from a run."""
    expiry = {name: np.int64(1) for name in EXPIRY} | {"start_s": np.float64(1)}
    go.Figure(stampede.readers(TABLE, expiry, "None"))
