"""The durability page through Streamlit's headless client."""

import json

import pytest
from streamlit.testing.v1 import AppTest


@pytest.fixture
def app():
    """A visitor who has come over from the playground."""
    app = AppTest.from_file("../../app.py", default_timeout=120).run()
    return app.switch_page("pages/durability.py").run()


def titles(app) -> list[list[str]]:
    """The titles in each row of charts."""
    rows = [json.loads(each.proto.json)["figures"] for each in app.get("bidi_component")]
    return [[figure["layout"]["meta"]["title"] for figure in row] for row in rows]


def test_every_trigger_stands_beside_write_through(app):
    """Losses, what waits over time, the price."""
    assert not app.exception
    rows = titles(app)
    assert rows[0] == ["Lost writes by cause", "Oldest loss (RPO)"]
    assert rows[1][0] == "Write-through"
    assert rows[1][1:] == ["Interval", "First-write", "Last-write", "Size", "Size-or-interval"]
    assert rows[2][:2] == ["Rows written", "Coalescing"]


def test_the_crash_costs_write_behind_and_not_write_through(app):
    """Said in words, and in the table beside the closed form."""
    assert app.info[0].value.startswith("**A cache crash at 51.4 s: ")
    assert "Write-through none" in app.info[0].value
    table = app.dataframe[0].value.set_index("Trial")
    assert table.loc["Write-through", "Lost"] == "0"
    assert int(table.loc["Interval", "Lost"]) > 0
    assert table.loc["Interval", "In theory"] == "100"


def test_another_setting_is_varied_and_the_link_tells(app):
    """What outlives a crash: nothing, a replica, a log."""
    app.get("button_group")[0].set_value("durability").run()
    assert not app.exception
    assert titles(app)[1][1:] == ["No-durability", "Replica", "Append-log"]
    assert app.query_params["varied"] == "durability"


def test_without_a_crash_nothing_is_lost(app):
    """The crash is taken away by its name."""
    app.query_params.update({"faults": "none"})
    app.run()
    assert not app.exception
    assert "no trial lost an acknowledged write" in app.info[0].value
