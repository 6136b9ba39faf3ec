"""The start page through Streamlit's headless client."""

import pytest
from streamlit.testing.v1 import AppTest

from ui.bench import assemble
from ui.link import from_query, to_query
from ui.presets import PRESETS


@pytest.fixture
def app():
    """Somebody who has never been here."""
    return AppTest.from_file("../../app.py", default_timeout=60).run()


def links(app) -> dict[str, str]:
    """Where the links on the page lead, by their words."""
    return {each.proto.label: each.proto.page for each in app.get("page_link")}


def test_the_miniature_runs_at_once_and_follows_its_slider(app):
    """A sentence with figures; a longer TTL spares the database more."""
    assert not app.exception
    before = app.markdown[1].value
    assert "With a TTL of **5 s** the cache answers" in before
    app.select_slider(key="start ttl").set_value("1 min").run()
    assert not app.exception
    assert "With a TTL of **1 min**" in app.markdown[1].value
    assert app.markdown[1].value != before


def test_three_doors_and_every_preset_lead_on(app):
    """To Stampede, Playground and Compare."""
    found = links(app)
    assert {"**Open the lessons**", "**Open the Playground**", "**Compare strategies**"} <= set(
        found
    )
    assert {each.title for each in PRESETS} <= set(found)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda each: each.title)
def test_a_preset_is_a_world_that_a_link_gives_again(preset):
    """Nothing in it needs mending."""
    bench = assemble(preset.flat)
    assert from_query(to_query(bench)) == bench
    assert to_query(bench)


def test_a_link_with_settings_goes_on_to_the_playground():
    """As links from before there was a start page do."""
    app = AppTest.from_file("../../app.py", default_timeout=60)
    app.query_params["strategy.ttl_s"] = "7"
    app.run()
    assert not app.exception
    assert app.select_slider(key="at strategy.ttl_s").value == "7 s"
