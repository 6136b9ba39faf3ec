"""The live page through Streamlit's headless client, on the embedded parts."""

import json
import shutil
import time

import pytest
from streamlit.testing.v1 import AppTest

from tests.live.conftest import unless_found
from ui.stage import stage

SHORT = {"workload.duration_s": "1", "workload.warmup_s": "0.2", "workload.keys": "50"}


@pytest.fixture
def app(monkeypatch):
    """A visitor of a short run; the environment names no servers."""
    for name in ("REDIS_URL", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    app = AppTest.from_file("../../app.py", default_timeout=60).run()
    app.query_params.update(SHORT)
    yield app.switch_page("pages/live.py").run()
    stage().close()


def texts(app) -> str:
    """What the page says."""
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error)
    return "\n".join(each.value for kind in kinds for each in kind)


def press(app, what: str):
    """Press a button of the stage and wait for what it comes to."""
    return app.button(key=f"live {what}").click().run()


def test_the_page_says_where_it_runs_and_what_to_do(app):
    """An empty state has a way on."""
    assert not app.exception
    assert "Runs on embedded fakeredis and embedded SQLite." in texts(app)
    assert "Nothing measured yet." in texts(app)


def test_a_run_shows_measured_beside_simulated(app):
    """A table with the gap of each main metric, four charts, and what the run is worth."""
    press(app, "run")
    assert not app.exception
    table = app.dataframe[0].value
    assert list(table.columns) == ["Metric", "Measured", "Simulated", "Gap", "Noise", "Verdict"]
    assert "Hit ratio" in set(table["Metric"])
    figures = json.loads(app.get("bidi_component")[0].proto.json)["figures"]
    assert [trace["name"] for trace in figures[0]["data"]] == ["Simulated", "Measured"]
    assert len(figures) == 4
    assert "lie inside the noise of 20 repeats" in texts(app)
    assert "of the requests started more than 1 ms late" in texts(app)


def test_another_setting_is_told_from_the_measured_one(app):
    """The measurement stays, with the remark that it is an earlier one."""
    press(app, "run")
    app.select_slider(key="at strategy.ttl_s").set_value("10 s").run()
    assert not app.exception
    assert "Measured with earlier settings" in texts(app)


def test_calibration_fills_the_scenario(app):
    """The cache's times in the address are measured ones."""
    press(app, "calibrate")
    assert not app.exception
    assert "Measured and put into the scenario: Cache round trip" in texts(app)
    assert float("".join(app.query_params["cache.service_s"])) > 0


def test_what_is_too_much_for_a_page_is_said(app):
    """One sentence with the way out, and no button to press."""
    app.query_params.update({"workload.duration_s": "90"})
    app.run()
    assert "workload.duration_s must be at most 60 on this page, got 90" in texts(app)
    assert app.button(key="live run").disabled


def test_a_server_that_is_not_there_is_said_without_its_password(app, monkeypatch):
    """The run does not begin, and the page stands."""
    monkeypatch.setenv("REDIS_URL", "redis://:geheim@127.0.0.1:1/0")
    press(app, "run")
    assert not app.exception
    assert "Redis at 127.0.0.1:1 cannot be used" in texts(app)
    assert "geheim" not in texts(app)


def test_an_outage_really_strikes_a_spare_redis(app):
    """Chosen by a switch; what failed is counted, and the time lines shade the outage."""
    unless_found("redis-server", shutil.which("redis-server"))
    outage = {"faults": "cache-outage", "faults.cache-outage.at_s": "0.5"}
    outage |= {"faults.cache-outage.for_s": "0.3", "faults.cache-outage.memory": "lost"}
    app.query_params.update(outage | {"workload.rate_rps": "100"})
    app.run()
    assert "Cache-outage will be played; on a spare Redis they are real." in texts(app)
    app.toggle(key="live spare").set_value(True).run()
    assert "Runs on a spare redis-server and embedded SQLite." in texts(app)
    press(app, "run")
    assert not app.exception
    assert "a spare redis-server, embedded SQLite" in texts(app)
    assert "The cache failed" in texts(app)
    figures = json.loads(app.get("bidi_component")[0].proto.json)["figures"]
    assert "cache-outage" in json.dumps(figures[0]["layout"])


def test_two_visitors_do_not_disturb_each_other(app):
    """The second is told that somebody is measuring."""
    from live import Places  # noqa: PLC0415 - the one test that needs them
    from simulator import Scenario  # noqa: PLC0415

    other = stage().begin("run", Scenario(), Places())
    assert other is not None
    press(app, "run")
    assert "Another visitor's live run is under way" in texts(app)
    other.stop()
    other.process.join(60)
    until_s = time.monotonic() + 60
    while not other.look(0.1) and time.monotonic() < until_s:
        pass
    assert "was stopped" in other.sentence or "has died" in other.sentence
