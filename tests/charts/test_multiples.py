"""Small multiples: the same axes for all."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts.multiples import MEASURES, multiples

NAMES = ("cache-aside", "write-through")


def tables(scale: float = 1.0) -> dict[str, pd.DataFrame]:
    """Two strategies, the second ten times as slow."""
    columns = {measure.column: [0.01, 0.02] for measure in MEASURES}
    frame = pd.DataFrame({"start_s": [0, 10], "end_s": [10, 20], **columns})
    slow = frame.assign(latency_read_s_p99=[0.1, 0.2], db_read_rps=[100, 200])
    return {"cache-aside": frame * scale, "write-through": slow * scale}


@pytest.mark.parametrize("measure", MEASURES)
def test_all_panels_of_a_measure_have_equal_axes(measure):
    """Else heights could not be compared."""
    figures = multiples(tables(), 5, measure, dict.fromkeys(NAMES, "1"))
    assert figures[0]["layout"]["yaxis"] == figures[1]["layout"]["yaxis"]
    assert figures[0]["layout"]["xaxis"] == figures[1]["layout"]["xaxis"]
    for figure in figures:
        go.Figure(figure)


def test_panels_stand_in_the_given_order_with_their_totals():
    """The title is the strategy, the line below its figure over the whole run."""
    totals = {"cache-aside": "75 %", "write-through": "80 %"}
    figures = multiples(tables(), 5, MEASURES[0], totals)
    words = [(f["layout"]["meta"]["title"], f["layout"]["meta"]["note"]) for f in figures]
    assert words == [("Cache-aside", "Hit ratio: 75 %"), ("Write-through", "Hit ratio: 80 %")]


@pytest.mark.parametrize("measure", MEASURES)
def test_nothing_but_zeros_can_be_drawn(measure):
    """A world without reads."""
    for figure in multiples(tables(scale=0.0), 0, measure, dict.fromkeys(NAMES, "-")):
        go.Figure(figure)


def test_the_logarithmic_axis_has_ticks_within_its_range():
    """From ten to two hundred milliseconds: 10, 20, 50, 100, 200 among them."""
    measure = next(measure for measure in MEASURES if measure.logarithmic)
    axis = multiples(tables(), 0, measure, dict.fromkeys(NAMES, ""))[0]["layout"]["yaxis"]
    assert {10, 20, 50, 100, 200} <= set(axis["tickvals"])
    assert axis["range"][0] < 1 < axis["range"][1] < 2.5
