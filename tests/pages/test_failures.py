"""The failures page through Streamlit's headless client."""

import json

import pytest
from streamlit.testing.v1 import AppTest

CRASH = {
    "workload.rate_rps": "400",
    "workload.duration_s": "30",
    "workload.warmup_s": "8",
    "workload.keys": "2000",
    "strategy.ttl_s": "5",
    "client.timeout_s": "none",
    "database.connections": "4",
    "faults": "cache-crash",
    "faults.cache-crash.at_s": "20.4",
}


@pytest.fixture
def app():
    """A visitor who follows a link with a crash of the cache."""
    app = AppTest.from_file("../../app.py", default_timeout=120).run()
    app.query_params.update(CRASH)
    return app.switch_page("pages/failures.py").run()


def figures(app) -> list[dict]:
    """All charts of the page."""
    rows = [json.loads(each.proto.json)["figures"] for each in app.get("bidi_component")]
    return [figure for row in rows for figure in row]


def titles(app) -> list[str]:
    """Their titles."""
    return [figure["layout"]["meta"]["title"] for figure in figures(app)]


def test_the_page_judges_tells_and_draws(app):
    """The strip, the verdict, the phases, the lines with their ghosts."""
    assert not app.exception
    assert titles(app)[:3] == ["The time line", "Read latency, p99", "Goodput"]
    assert app.success[0].value.startswith("**It recovered ")
    assert app.dataframe[0].value.columns[1].startswith("Before, 8.0 s to 20.4 s")
    names = [trace["name"] for trace in figures(app)[1]["data"]]
    assert names == ["Without the faults", "With them"]


def test_the_run_is_explained_and_an_instant_marks_the_moment(app):
    """In all time lines; pressed again, the mark goes."""
    words = [each.value for each in app.markdown]
    assert any(each.startswith("Fault: cache crash; ") for each in words)
    before = len(figures(app)[1]["layout"]["shapes"])
    button = next(each for each in app.button if each.label == "20.4 s")
    button.click().run()
    assert not app.exception
    assert figures(app)[1]["layout"]["shapes"][-1]["x0"] == 20.4
    next(each for each in app.button if each.label == "20.4 s").click().run()
    assert len(figures(app)[1]["layout"]["shapes"]) == before


def test_a_fault_is_removed_and_nothing_goes_wrong(app):
    """The page says what to do."""
    next(each for each in app.button if each.label == "Remove").click().run()
    assert not app.exception
    assert app.query_params["faults"] == "none"
    assert "place a fault on its time line" in app.info[0].value
    assert any("that is the trigger to vary" in each.value for each in app.markdown)


def test_an_incident_replaces_the_world(app):
    """Its faults are in the editor, its own values in the link."""
    app.button(key="incident cold-start").click().run()
    assert not app.exception
    assert "workload.keys" not in app.query_params or app.query_params["workload.keys"] != "2000"
    assert app.slider or app.select_slider
    assert any("Hit ratio fell" in each.value for each in app.markdown)
