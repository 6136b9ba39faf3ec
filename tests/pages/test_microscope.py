"""The microscope on the pages."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from simulator import Scenario
from ui import microscope
from ui.desk import RunError
from ui.lens import HINT
from ui.looking import seen
from ui.microscope import SORTS

QUICK = {"workload.duration_s": "10", "workload.warmup_s": "2", "workload.rate_rps": "300"}
QUICK["strategy.invalidation"] = "ttl-only"


def opened(page: str) -> AppTest:
    """A short run on a page, with the microscope open."""
    app = AppTest.from_file("../../app.py", default_timeout=120)
    for name, value in QUICK.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(f"pages/{page}.py").run()
    return app.toggle(key=microscope.OPEN).set_value(True).run()


def diagram(app) -> dict:
    """The figure of the microscope."""
    found = [json.loads(each.proto.json) for each in app.get("bidi_component")]
    return next(f for each in found for f in each["figures"] if f["layout"]["meta"].get("diagram"))


def test_the_slowest_request_is_taken_apart_step_by_step():
    app = opened("playground")
    assert not app.exception
    rows = diagram(app)["layout"]["meta"]["table"][1:]
    assert rows[0][1] == "client"
    next(each for each in app.slider if each.label == "Steps").set_value(2).run()
    assert not app.exception
    assert diagram(app)["layout"]["meta"]["table"][1:] == rows[:2]


def test_a_stale_read_ends_in_a_stale_answer():
    app = opened("playground")
    app.session_state[microscope.SORT] = "stale"
    app.run()
    remarks = [row[4] for row in diagram(app)["layout"]["meta"]["table"][1:]]
    assert "stale answer" in remarks


def test_a_click_on_a_time_line_opens_the_request_of_that_instant():
    app = opened("playground")
    app.session_state[microscope.NEAR] = 6.0
    app.run()
    assert not app.exception
    note = diagram(app)["layout"]["meta"]["note"]
    assert abs(float(note.split()[2]) - 6.0) < 0.2


@pytest.mark.parametrize("page", ["compare", "stampede", "staleness", "durability", "failures"])
def test_it_is_on_every_page_with_runs(page):
    app = AppTest.from_file("../../app.py", default_timeout=120).run()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert app.toggle(key=microscope.OPEN).value is False


def clickable(app) -> list[tuple[str, str]]:
    """Title and first words of the note of every chart that opens the microscope."""
    rows = [json.loads(each.proto.json) for each in app.get("bidi_component")]
    metas = [figure["layout"]["meta"] for row in rows for figure in row["figures"]]
    return [(m["title"], m["note"].split(":")[0]) for m in metas if m.get("clicks") == HINT]


def test_every_chart_of_slow_stale_or_failed_requests_opens_it():
    app = opened("compare")
    names = ("Cache-aside", "Write-through", "Write-behind", "Read-ahead")
    measures = ("Read latency, p99", "Stale reads")
    assert clickable(app) == [(name, measure) for measure in measures for name in names]
    failures = AppTest.from_file("../../app.py", default_timeout=120).run()
    failures.switch_page("pages/failures.py").run()
    assert [title for title, _ in clickable(failures)] == ["Read latency, p99", "Failing requests"]


def test_a_click_tells_which_run_and_which_requests():
    """The state that a click leaves, as the page then takes it."""
    app = opened("compare")
    app.session_state[microscope.SORT], app.session_state[microscope.NEAR] = "stale", 6.0
    app.session_state[microscope.RUN] = "write-behind"
    app.run()
    assert not app.exception
    assert app.selectbox(key=microscope.RUN).value == "write-behind"


def test_what_would_take_too_long_is_refused_with_a_sentence():
    scenario = Scenario.model_validate({"workload": {"rate_rps": 100_000, "duration_s": 40}})
    with pytest.raises(RunError, match="choose an earlier one"):
        seen(scenario, 0, 30.0, 31.0)


def test_every_sort_has_its_name():
    assert list(SORTS) == ["slow", "stale", "failed", "lost"]
