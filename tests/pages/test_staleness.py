"""The staleness page through Streamlit's headless client."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from ui.ways import THROUGH, WAYS


@pytest.fixture
def app():
    """A visitor who has come over from the playground to a shorter run."""
    app = AppTest.from_file("../../app.py", default_timeout=120).run()
    app.query_params.update({"workload.duration_s": "60"})
    return app.switch_page("pages/staleness.py").run()


def titles(app) -> list[list[str]]:
    """The titles in each row of charts."""
    rows = [json.loads(each.proto.json)["figures"] for each in app.get("bidi_component")]
    return [[figure["layout"]["meta"]["title"] for figure in row] for row in rows]


def test_every_way_stands_beside_the_others(app):
    """Bars, the TTL, ages and keys, users, entries, and the shortest race."""
    assert not app.exception
    rows = titles(app)
    assert rows[0] == ["Stale share of hits", "Staleness age, p95", "Hit ratio", "Loads"]
    assert rows[1] == ["Stale share of hits by TTL"]
    assert rows[2] == ["Survival of staleness", "Stale reads by popularity"]
    assert rows[3] == ["Own writes missed", "Reads that went back", "Entries behind"]
    assert len(rows[4]) == len(WAYS) + len(THROUGH)
    assert rows[5] == ["Stale for as long as the entry stays"]


def test_the_table_sets_runs_beside_closed_forms(app):
    """A row a way; the leases' zero agrees exactly."""
    table = app.dataframe[0].value.set_index("On a write")
    assert len(table) == len(WAYS) + len(THROUGH)
    assert table.loc["Lease", "Deviation"] == "agrees, no scatter"
    assert table.loc["TTL-only", "Deviation"].startswith("agrees")


def test_another_race_can_be_looked_at(app):
    """Versions leave none to find."""
    app.selectbox(key="race of").set_value("versioned-set").run()
    assert not app.exception
    assert app.success


def test_without_a_ttl_the_page_says_what_to_do(app):
    """An empty state has a way on."""
    app.query_params.update({"strategy.ttl_s": "none"})
    app.run()
    assert not app.exception
    assert "Without a TTL there is nothing to vary" in " ".join(m.value for m in app.markdown)


def test_a_changed_world_is_in_the_link_and_stays_off_other_pages(app):
    """Its own bench, told as differences from its own opening."""
    app.toggle(key="at strategy.keep_ttl").set_value(True).run()
    assert not app.exception
    assert app.query_params["strategy.keep_ttl"] == "True"
    assert app.query_params["workload.duration_s"] == "60"
    app.query_params.clear()  # as the menu's links do
    app.switch_page("pages/playground.py").run()
    assert "strategy.keep_ttl" not in app.query_params
