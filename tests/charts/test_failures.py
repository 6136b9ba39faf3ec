"""The charts of the failures page: the strip, the ghosts, the metastability map."""

from math import inf

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import ghost, lines
from charts.metastability import BACK, DOWN, Boundary, Grid, stability
from charts.strip import RUN, Part, strip
from charts.theme import DARK

GRID = Grid([20.0, 40.0, 60.0], [1.0, 2.0], "Stall (s)")


@pytest.fixture
def timeline():
    """Four windows of ten seconds, the third with a fault."""
    columns = {m.column: [0.1, 0.2, 0.9, 0.2] for m in ghost.MEASURES}
    spans = {"start_s": [0.0, 10, 20, 30], "end_s": [10.0, 20, 30, 40]}
    return pd.DataFrame({**spans, **columns, "fault": ["", "", "cache-outage", ""]})


def test_the_strip_has_a_row_for_each_fault_and_one_for_the_run():
    """An instant has a width; the table says what is drawn."""
    faults = [Part("cache-crash", 50, 50), Part("database-outage", 50, 56)]
    phases = [Part("before", 20, 50), Part("during", 50, 56), Part("not back", 56, 120)]
    figure = strip(faults, phases, 20, 120)
    go.Figure(figure)
    rows = {(bar["y"][0], bar["base"][0]): bar["x"][0] for bar in figure["data"]}
    assert rows["Database-outage", 50] == 6
    assert 0 < rows["Cache-crash", 50] < 1
    assert rows[RUN, 56] == 64
    assert ["not back", "56", "120"] in figure["layout"]["meta"]["table"]


def test_a_strip_without_faults_is_drawn_too():
    """And says that nothing goes wrong."""
    figure = strip([], [], 0, 120)
    go.Figure(figure)
    assert "nothing goes wrong" in figure["layout"]["meta"]["alt"]


def test_every_measure_has_its_ghost(timeline):
    """The run in its colour, the ghost dashed behind it, the fault shaded."""
    calm = timeline.assign(fault="", failure_ratio=0.0)
    figures = ghost.ghosted(timeline, calm, 10, "cache-aside")
    assert len(figures) == len(ghost.MEASURES)
    for figure in figures:
        go.Figure(figure)
        behind, front = figure["data"]
        assert (behind["line"]["dash"], front["line"]["dash"]) == ("dash", "solid")
        assert "cache-outage" in [each["text"] for each in figure["layout"]["annotations"]]
    failing = figures[-1]["data"]
    assert failing[0]["y"] == [0, 0, 0, 0]
    assert failing[1]["y"] == [0.1, 0.2, 0.9, 0.2]


def test_a_moment_is_a_line_through_what_has_a_time_axis(timeline):
    """At the instant in the unit of the axis; other figures stay as they are."""
    figure = ghost.ghosted(timeline, timeline, 0, "cache-aside")[0]
    marked = lines.through(figure, 25.0)
    assert marked["layout"]["shapes"][-1]["x0"] == 25
    assert len(marked["layout"]["shapes"]) == len(figure["layout"]["shapes"]) + 1
    plain = {"data": [], "layout": {"meta": {}}}
    assert lines.through(plain, 25.0) is plain


def test_a_cell_has_a_colour_and_a_mark():
    """What recovered, what did not, and what is not known yet."""
    figure = stability(GRID, {(0, 0): True, (2, 1): False}, [Boundary(50, "cold and safe")], [])
    go.Figure(figure)
    assert figure["data"][0]["z"] == [[1, 0.5, 0.5], [0.5, 0.5, 0]]
    marks = {(each["x"], each["y"]): each["text"] for each in figure["layout"]["annotations"]}
    assert (marks[20, 1], marks[60, 2], marks[50, 1]) == ("✓", "✗", "cold and safe")
    assert figure["layout"]["shapes"][0]["x0"] == 50
    assert figure["layout"]["meta"]["alt"] == "Metastability map: 1 of 2 runs recovered."
    assert ["60", "2", "did not recover"] in figure["layout"]["meta"]["table"]
    assert {BACK, DOWN} <= set(DARK)


def test_boundaries_outside_the_map_have_no_name():
    """And a trigger that never suffices is not drawn."""
    figure = stability(GRID, {}, [Boundary(5000, "advertised")], [(20, inf), (40, 2.5)])
    assert "advertised" not in [each["text"] for each in figure["layout"]["annotations"]]
    assert figure["data"][1]["x"] == [40]
    assert figure["layout"]["meta"]["note"].endswith("; advertised, to the right: 5,000/s")
