"""Runs begun before they are asked for: the same runs, once each, and none that is not wanted."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ui.desk import Desk, RunError


@pytest.fixture(scope="module")
def made():
    """One with a single worker, awake before a test's script passes for the main program."""
    desk = Desk(workers=1)
    desk.wake()
    yield desk
    desk.close()


@pytest.fixture
def desk(made, monkeypatch):
    """The desk that everybody asks for."""
    for place in ("ui.desk.desk", "ui.runs.desk"):
        monkeypatch.setattr(place, lambda: made)
    return made


def script():
    """A run is begun, then asked for; the page notes what it found on the way."""
    import streamlit as st  # noqa: PLC0415 - the script is run on its own

    from ui import desk as counter  # noqa: PLC0415
    from ui import runs  # noqa: PLC0415
    from ui.bench import assemble  # noqa: PLC0415

    short = {"workload.duration_s": 5, "workload.warmup_s": 1}
    scenario = assemble(short | {"seed": st.session_state.get("seed", 0)}).scenario
    if st.session_state.get("stopped"):
        st.session_state[runs.STOPPED] = [scenario.hash()]
    with runs.ahead(scenario):
        st.session_state["begun"] = list(counter.desk().jobs)
        reports = runs.run_all({"": scenario})
    st.session_state["waiting"] = sum(job.waiting for job in counter.desk().jobs.values())
    st.session_state["found"] = [report.figures["requests"] for report in reports.values()]


@pytest.mark.usefixtures("desk")
def test_a_run_that_is_begun_ahead_is_the_one_that_is_asked_for():
    """It is under way before, over afterwards, and remembered: the next page begins nothing."""
    app: Any = AppTest.from_function(script, default_timeout=60).run()
    assert not app.exception
    assert len(app.session_state["begun"]) == 1
    assert app.session_state["waiting"] == 0
    assert app.session_state["found"][0] > 0
    again: Any = app.run()
    assert again.session_state["begun"] == []
    assert again.session_state["found"][0] > 0


@pytest.mark.usefixtures("desk")
def test_what_the_visitor_has_stopped_is_not_begun():
    app: Any = AppTest.from_function(script, default_timeout=60)
    app.session_state["stopped"], app.session_state["seed"] = True, 1
    app.run()
    assert app.session_state["begun"] == []
    assert app.session_state["found"] == []


def test_what_is_too_much_is_said_where_it_is_asked_for(desk, monkeypatch):
    """The block begins nothing and goes on; the run itself says why there is none."""

    def full(*_):
        raise RunError("All places are taken.")

    monkeypatch.setattr(desk, "admit", full)
    app: Any = AppTest.from_function(script, default_timeout=60)
    app.session_state["seed"] = 2
    app.run()
    assert app.session_state["begun"] == []
    assert [each.value for each in app.error] == ["All places are taken."]
