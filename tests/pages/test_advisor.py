"""The advisor's page through Streamlit's headless client."""

import json
import time

import pytest
from streamlit.testing.v1 import AppTest

from advice.shelf import PRODUCTS, TASKS
from ui import advices, sweeps
from ui.advisor import best

SMALL = {
    "workload.duration_s": "2",
    "workload.warmup_s": "0.5",
    "workload.rate_rps": "100",
    "workload.keys": "50",
}
PATIENCE_S = 120


@pytest.fixture
def app(monkeypatch, tmp_path):
    """A visitor of a small world who moves the TTL under two generous limits."""
    monkeypatch.setenv("SWEEP_STORE", str(tmp_path / "runs.sqlite"))
    monkeypatch.delenv("SWEEP_EXECUTOR", raising=False)
    app = AppTest.from_file("../../app.py", default_timeout=60).run()
    app.query_params.update(SMALL)
    app = app.switch_page("pages/advisor.py").run()
    app.number_input(key="advice limit latency_read_s_p99").set_value(5.0)
    app.number_input(key="advice limit stale_read_ratio").set_value(0.9)
    yield app.run()
    advices.bureau().close()
    sweeps.office().close()
    sweeps.office.cache_clear()
    advices.bureau.cache_clear()


def texts(app) -> str:
    """What the page says."""
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return "\n".join(each.value for kind in kinds for each in kind)


def advised(app):
    """Press the button and wait for the answer."""
    app.button(key="advice start").click().run()
    until_s = time.monotonic() + PATIENCE_S
    while app.button(key="advice start").disabled and time.monotonic() < until_s:
        time.sleep(0.3)
        app.run()
    assert not app.exception
    return app


def test_an_empty_page_says_what_to_do(app):
    assert not app.exception
    assert "Nothing asked yet." in texts(app)


def test_the_answer_has_a_sentence_a_front_a_table_and_exports(app):
    """And leads into the Playground with the advised setting."""
    advised(app)
    assert "cache-aside, TTL" in app.success[0].value
    assert "59 runs on fresh seeds" in app.success[0].value
    assert app.info[0].value
    figure = json.loads(app.get("bidi_component")[0].proto.json)["figures"][0]
    assert "Recommended" in [trace["name"] for trace in figure["data"]]
    assert len(app.dataframe[0].value) > 5
    assert [tab.label for tab in app.tabs] == [
        "Scenario",
        "Python",
        *(each.title for each in PRODUCTS.values()),
    ]
    assert "def repository" in app.code[-len(PRODUCTS) - 1].value
    app.button(key="advice Open in Playground").click().run()
    assert not app.exception
    assert app.header[0].value == "Playground"


def test_where_nothing_will_do_the_nearest_is_told(app):
    app.number_input(key="advice limit latency_read_s_p99").set_value(0.0).run()
    advised(app)
    assert "No setting keeps these limits; the nearest is cache-aside" in texts(app)


def test_a_documented_task_is_described(app):
    task = next(iter(TASKS.values()))
    app.selectbox(key="advice task").set_value(task.title).run()
    assert not app.exception
    assert task.why in texts(app)
    assert "Limits: " in texts(app)


def test_a_form_that_states_no_task_says_why(app):
    app.multiselect(key="advice limits").set_value([]).run()
    assert not app.exception
    assert "at least one limit" in texts(app)


def test_what_is_too_much_for_a_page_is_said(app, monkeypatch):
    monkeypatch.setattr(advices, "MOST_REQUESTS", 100)
    app.button(key="advice start").click().run()
    assert not app.exception
    assert "must be at most 100 on a page" in texts(app)


def test_the_chart_says_where_its_best_corner_is():
    """Few reads of the database and few stale ones; few entries and many hits."""
    assert best("db_read_rps", "stale_read_ratio") == "lower left"
    assert best("cache.capacity_entries", "hit_ratio") == "upper left"
    assert best("hit_ratio", "goodput_rps") == "upper right"
