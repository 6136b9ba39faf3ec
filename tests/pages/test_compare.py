"""The comparison through Streamlit's headless client."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.folds import unfold


@pytest.fixture
def app():
    """A visitor who has come over from the playground."""
    app = AppTest.from_file("../../app.py", default_timeout=60).run()
    return app.switch_page("pages/compare.py").run()


def panels(app) -> list[list[str]]:
    """The strategies in each row of charts."""
    rows = [json.loads(each.proto.json)["figures"] for each in app.get("bidi_component")]
    return [[figure["layout"]["meta"]["title"] for figure in row] for row in rows]


def test_four_strategies_meet_the_same_requests(app):
    """Four measures, four panels each, and a table that names the best."""
    assert not app.exception
    assert panels(app) == [["Cache-aside", "Write-through", "Write-behind", "Read-ahead"]] * 4
    unfold(app, "All metrics")
    table = app.dataframe[0].value
    assert table.columns.tolist()[0] == "Metric"
    assert table.columns.tolist()[-2:] == ["Best", "Lead"]
    assert table["Metric"].tolist()[0] == "Hit ratio"
    rest = app.dataframe[1].value.set_index("Metric")
    requests = rest.loc["Requests"].tolist()[:4]
    assert len(set(requests)) == 1


def test_strategies_can_be_added_and_taken_away(app):
    """Down to two."""
    app.get("button_group")[0].set_value(["no-cache", "cache-aside"]).run()
    assert not app.exception
    assert panels(app) == [["No-cache", "Cache-aside"]] * 4
    assert app.query_params == {"strategies": "no-cache,cache-aside"}


def test_fewer_than_two_are_mended(app):
    """With a sentence; the first of the usual ones is added."""
    app.get("button_group")[0].set_value(["no-cache"]).run()
    assert not app.exception
    assert "strategies must be 2 to 6 different ones" in app.warning[0].value
    assert panels(app)[0] == ["No-cache", "Cache-aside"]


def test_one_strategy_can_have_a_setting_of_its_own(app):
    """The others keep theirs."""
    unfold(app, "write-behind", "cache-aside")
    app.select_slider(key="at write-behind.ttl_s").set_value("5 s").run()
    assert not app.exception
    assert app.query_params == {"write-behind.ttl_s": "5"}
    assert app.select_slider(key="at cache-aside.ttl_s").value == "30 s"


def test_one_slider_sets_the_ttl_of_all(app):
    """And the playground's with them."""
    unfold(app, "read-ahead")
    app.select_slider(key="at all.ttl_s").set_value("5 s").run()
    assert app.select_slider(key="at read-ahead.ttl_s").value == "5 s"
    app.switch_page("pages/playground.py").run()
    assert not app.exception
    assert app.select_slider(key="at strategy.ttl_s").value == "5 s"


def test_replications_bring_intervals_and_paired_differences(app):
    """Requests are the same for all, so no difference is shown; hit ratios differ."""
    app.select_slider(key="at workload.duration_s").set_value("30 s").run()
    app.select_slider(key="at replications").set_value("5").run()
    app.selectbox(key="at baseline").set_value("write-through").run()
    assert not app.exception
    assert app.query_params["replications"] == "5"
    assert app.query_params["baseline"] == "write-through"
    main = app.dataframe[0].value.set_index("Metric")
    assert "±" in main.loc["Hit ratio", "Cache-aside"]
    assert main.loc["Hit ratio", "Cache-aside against Write-through"].startswith("-")
    assert main.loc["Lost writes", "Cache-aside against Write-through"] == "no difference shown"


def test_a_pinned_run_stands_in_the_table(app):
    """Under its name, behind the strategies."""
    app.text_input(key="pin name").set_value("mine").run()
    app.button(key="pin").click().run()
    assert not app.exception
    assert "Pinned: mine" in app.dataframe[0].value.columns
    figures = json.loads(app.get("bidi_component")[0].proto.json)["figures"]
    assert [trace["name"] for trace in figures[0]["data"]] == ["Hit ratio", "mine"]
