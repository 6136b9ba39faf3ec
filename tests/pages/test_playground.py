"""The playground through Streamlit's headless client."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.folds import unfold
from ui.bench import assemble
from ui.link import to_json


@pytest.fixture
def app():
    """A visitor who has just come."""
    app = AppTest.from_file("../../app.py", default_timeout=60).run()
    return app.switch_page("pages/playground.py").run()


def figures(app) -> dict[str, str]:
    """The metric row."""
    return {metric.label: metric.value for metric in app.metric}


def control(app, name: str):
    """A stepped slider by the name of its value."""
    return app.select_slider(key=f"at {name}")


def charts(app) -> list:
    """The titles of the charts."""
    found = [json.loads(each.proto.json) for each in app.get("bidi_component")]
    return [figure["layout"]["meta"]["title"] for each in found for figure in each["figures"]]


def test_the_page_opens_with_six_figures_and_four_charts(app):
    """Nothing has gone wrong."""
    assert not app.exception
    assert len(figures(app)) == 6
    assert charts(app) == ["Hit ratio", "Database load", "Read latency", "Staleness"]


def test_a_shorter_ttl_lowers_the_hit_ratio(app):
    """The slider speaks in words, from 30 s down to 1 s."""
    before = float(figures(app)["Hit ratio"].rstrip(" %"))
    control(app, "strategy.ttl_s").set_value("1 s").run()
    assert not app.exception
    assert float(figures(app)["Hit ratio"].rstrip(" %")) < before - 10


def test_another_strategy_keeps_the_ttl_and_shows_its_own_settings(app):
    """Write-behind has a flush interval."""
    control(app, "strategy.ttl_s").set_value("1 min").run()
    app.get("button_group")[0].set_value("write-behind").run()
    assert control(app, "strategy.ttl_s").value == "1 min"
    assert control(app, "strategy.flush_interval_s").value == "1 s"


def test_the_link_holds_what_differs(app):
    """And nothing else."""
    control(app, "strategy.ttl_s").set_value("no limit").run()
    assert app.query_params == {"strategy.ttl_s": "none"}


def test_a_link_sets_the_controls():
    """Opened by somebody else."""
    app = AppTest.from_file("../../app.py", default_timeout=60)
    app.query_params["strategy"] = "read-ahead"
    app.query_params["strategy.refresh_window"] = "0.5"
    app.run()
    assert not app.exception
    assert app.slider(key="at strategy.refresh_window").value == 0.5


def test_nonsense_in_a_link_gives_one_sentence_and_the_defaults():
    """Not a traceback, not an empty page."""
    app = AppTest.from_file("../../app.py", default_timeout=60)
    app.query_params["workload.rate_rps"] = "fast"
    app.run()
    assert not app.exception
    assert app.warning[0].value.startswith("workload.rate_rps does not fit")
    assert len(figures(app)) == 6


@pytest.mark.parametrize("content", [b"{", b"\x00\xff", b"[1]"])
def test_a_broken_file_gives_one_sentence_and_changes_nothing(app, content):
    """The visitor's settings stay."""
    control(app, "strategy.ttl_s").set_value("1 min").run()
    app.file_uploader[0].set_value(("s.json", content, "application/json")).run()
    assert not app.exception
    assert len(app.warning) == 1
    assert control(app, "strategy.ttl_s").value == "1 min"


def test_an_exported_file_restores_everything(app):
    """Strategy, its settings, the world."""
    bench = assemble({"strategy": "write-through", "strategy.ttl_s": 7.0, "workload.keys": 50})
    app.file_uploader[0].set_value(("s.json", to_json(bench).encode(), "application/json")).run()
    assert not app.exception
    assert not app.warning
    assert control(app, "strategy.ttl_s").value == "7 s"
    assert control(app, "workload.keys").value == "50 keys"


def test_a_file_with_a_wrong_value_is_mended_and_the_repair_named(app):
    """The rest of it counts."""
    content = b'{"strategy":{"name":"magic"},"workload":{"keys":50}}'
    app.file_uploader[0].set_value(("s.json", content, "application/json")).run()
    assert not app.exception
    assert app.warning[0].value.startswith("strategy: 'magic' is unknown; the default is taken")
    assert control(app, "workload.keys").value == "50 keys"


def test_what_does_not_fit_the_moved_control_is_mended(app):
    """The warm-up must be shorter than the run: it becomes half of it."""
    control(app, "workload.duration_s").set_value("10 s").run()
    assert "warmup_s must be below duration_s (10), got 20" in app.warning[0].value
    assert control(app, "workload.duration_s").value == "10 s"
    assert app.slider(key="at workload.warmup_s").value == 5


def test_the_recorded_trace_replaces_the_law_and_the_number_of_keys(app):
    """It brings its own keys; who recorded it is said."""
    app.selectbox(key="at workload.trace").set_value(
        app.selectbox(key="at workload.trace").options[1]
    ).run()
    assert not app.exception
    assert not [each for each in app.select_slider if each.key == "at workload.keys"]
    assert any("CC BY 4.0" in each.value for each in app.caption)


def test_reads_of_lists_bring_their_controls(app):
    """How many categories, and whether writers remember the list."""
    assert not [each for each in app.toggle if each.key == "at workload.invalidate_lists"]
    app.slider(key="at workload.list_share").set_value(0.5).run()
    assert not app.exception
    app.toggle(key="at workload.invalidate_lists").set_value(False).run()
    assert control(app, "workload.categories").value == "100"
    assert app.query_params == {
        "workload.list_share": "0.5",
        "workload.invalidate_lists": "False",
    }


def test_what_is_folded_away_is_not_drawn(app):
    """The clients' controls come when their section is opened, and go when it is closed."""
    keys = {each.key for each in app.slider}
    assert "at client.retries" not in keys
    unfold(app, "client")
    assert {each.key for each in app.slider} - keys >= {"at client.retries"}


def test_closed_clients_have_controls_of_their_own(app):
    """Users and think time instead of a rate, and a word on the engine."""
    app.selectbox(key="at workload.arrivals").set_value("Closed").run()
    assert not app.exception
    assert control(app, "workload.arrivals.users").value == "100"
    assert not [each for each in app.select_slider if each.key == "at workload.rate_rps"]
    assert any("reference engine, since" in each.value for each in app.caption)


def test_what_clients_do_about_failures_shows_when_they_retry(app):
    """The law of the back-off and its longest wait."""
    unfold(app, "client")
    assert not [each for each in app.selectbox if each.key == "at client.backoff"]
    app.slider(key="at client.retries").set_value(2).run()
    app.selectbox(key="at client.backoff").set_value("Jittered").run()
    assert not app.exception
    assert app.slider(key="at client.backoff_max_s").value == 10
