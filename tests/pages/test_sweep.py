"""The sweep page through Streamlit's headless client."""

import json
import time

import pytest
from streamlit.testing.v1 import AppTest

from ui import sweeps

SMALL = {
    "workload.duration_s": "2",
    "workload.warmup_s": "0.5",
    "workload.keys": "50",
    "strategies": "cache-aside,no-cache",
}
PATIENCE_S = 90


@pytest.fixture
def app(monkeypatch, tmp_path):
    """A visitor of a small world; nobody has swept before."""
    monkeypatch.setenv("SWEEP_STORE", str(tmp_path / "runs.sqlite"))
    monkeypatch.delenv("SWEEP_EXECUTOR", raising=False)
    app = AppTest.from_file("../../app.py", default_timeout=60).run()
    app.query_params.update(SMALL)
    app = app.switch_page("pages/sweep.py").run()
    app.number_input(key="sweep steps strategy.ttl_s").set_value(3)
    app.number_input(key="sweep runs").set_value(2)
    yield app.run()
    sweeps.office().close()
    sweeps.office.cache_clear()


def texts(app) -> str:
    """What the page says."""
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error)
    return "\n".join(each.value for kind in kinds for each in kind)


def swept(app):
    """Press the button and wait until the sweep is over."""
    app.button(key="sweep start").click().run()
    until_s = time.monotonic() + PATIENCE_S
    while app.button(key="sweep start").disabled and time.monotonic() < until_s:
        time.sleep(0.2)
        app.run()
    assert not app.exception
    return app


def figures(app) -> list:
    """The figures of the map."""
    return json.loads(app.get("bidi_component")[0].proto.json)["figures"]


def test_protections_stand_in_place_of_the_strategies(app):
    """Three TTLs under two stacks: a line for each."""
    app.multiselect(key="sweep stacks").set_value(["none", "single-flight"]).run()
    assert "6 cells, 12 runs" in texts(app)
    names = [each["uid"] for each in figures(swept(app))[0]["data"]]
    assert {"None", "Single-flight"} <= set(names)


def test_an_empty_page_says_what_to_do(app):
    assert not app.exception
    assert "Nothing swept yet." in texts(app)
    assert "6 cells, 12 runs" in texts(app)


def test_one_axis_gives_lines_with_bands_and_a_table(app):
    """Every strategy has its line; a repeated sweep computes nothing."""
    swept(app)
    names = [each.get("name") for each in figures(app)[0]["data"]]
    assert names == [None, "● Cache-aside", None, "✖ No-cache"]
    assert "2 replications a cell, seeds from 1 on" in texts(app)
    assert "judged by MSER-5" in texts(app)
    assert len(app.dataframe[0].value) == 6
    swept(app)
    assert "0 runs computed" in texts(app)


def test_two_axes_give_a_map_a_strategy(app):
    app.selectbox(key="sweep Up").set_value("client.nodes").run()
    app.number_input(key="sweep steps client.nodes").set_value(2).run()
    swept(app)
    maps = figures(app)
    assert [each["layout"]["meta"]["title"] for each in maps] == ["Cache-aside", "No-cache"]
    assert [len(each["data"][0]["z"]) for each in maps] == [2, 2]
    assert maps[0]["data"][0]["zmax"] == maps[1]["data"][0]["zmax"]


def test_differences_are_told_from_a_baseline(app):
    swept(app)
    app.selectbox(key="sweep Compared with").set_value("no-cache").run()
    assert not app.exception
    figure = figures(app)[0]
    assert figure["layout"]["yaxis"]["title"]["text"] == "Hit ratio, less No-cache (%)"
    assert [each["name"] for each in figure["data"] if "name" in each] == ["● Cache-aside"]


def test_earlier_results_are_told_from_the_present_settings(app):
    swept(app)
    app.number_input(key="sweep steps strategy.ttl_s").set_value(4).run()
    assert "The map shows an earlier sweep" in texts(app)


def test_bad_ends_are_one_sentence(app):
    app.number_input(key="sweep From (s) strategy.ttl_s").set_value(-3.0).run()
    assert not app.exception
    assert "strategy.ttl_s must stay above 0 on a logarithmic axis, got -3" in texts(app)


def test_what_is_too_much_for_a_page_is_said(app, monkeypatch):
    monkeypatch.setattr(sweeps, "MOST_REQUESTS", 100)
    app.button(key="sweep start").click().run()
    assert not app.exception
    assert "must be at most 100 on a page, got 12,000" in texts(app)


def test_a_cluster_that_is_not_there_is_said(app, monkeypatch):
    """The environment alone says where the workers are."""
    monkeypatch.setenv("SWEEP_EXECUTOR", "threads")
    swept(app)
    assert "--executor must be process or dask://HOST:PORT, got 'threads'" in texts(app)
