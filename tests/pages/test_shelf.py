"""The run shelf on every page: what is pinned on one stands on all others, and leaves with them."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from simulator.capsule import Run, sealed
from tests.pages.folds import unfold
from ui.bench import assemble

SMALL = {"workload.duration_s": "20", "workload.warmup_s": "2", "workload.rate_rps": "50"}
PAGES = ["compare", "stampede", "staleness", "durability", "failures", "sweep", "advisor"]
PAGES += ["traces", "live", "handbook"]
OVER_TIME = ["compare", "stampede", "failures"]


@pytest.fixture
def app():
    """A visitor who has pinned a small run of the Playground as `mine`."""
    app = AppTest.from_file("../../app.py", default_timeout=120).run()
    app.query_params.update(SMALL)
    app.switch_page("pages/playground.py").run()
    app.text_input(key="pin name").set_value("mine").run()
    return app.button(key="pin").click().run()


def popovers(node: Any) -> list[str]:
    """The labels of all popovers below a part of the page."""
    own = [node.proto.popover.label] if node.type == "popover" else []
    below = getattr(node, "children", {}).values()
    return own + [label for each in below for label in popovers(each)]


def traces(app) -> set[str]:
    """The names of all lines in all charts."""
    parts = [json.loads(each.proto.json) for each in app.get("bidi_component")]
    figures = [figure for part in parts for figure in part.get("figures", ())]
    return {trace.get("name") for figure in figures for trace in figure["data"]}


@pytest.mark.parametrize("page", PAGES)
def test_what_is_pinned_stands_on_every_page(app, page):
    """On the shelf of each, and behind the lines of those that have lines over time."""
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert "Run shelf (1)" in popovers(app.main)
    assert page not in OVER_TIME or "mine" in traces(app)


def test_a_lesson_has_a_shelf_and_the_pinned_run_beside_its_own(app):
    """Revealed, its figures stand beside the pinned ones, with the change."""
    app.query_params["lesson"] = "cache-aside"
    app.switch_page("pages/lessons.py").run()
    assert "Run shelf (1)" in popovers(app.main)
    next(each for each in app.button if each.label.startswith("Reveal without")).click().run()
    unfold(app, "All figures")
    assert not app.exception
    tables = [each.value for each in app.dataframe if "Pinned: mine" in each.value]
    assert len(tables) == 1
    assert tables[0].set_index("Metric").iloc[:, 0].str.contains("(", regex=False).any()


def test_all_figures_tell_the_change_against_the_run_pinned_last(app):
    """The pinned run against itself: no change."""
    unfold(app, "All figures")
    table = app.dataframe[0].value.set_index("Metric")
    assert table.columns.tolist() == ["Cache-aside", "Pinned: mine", "Meaning"]
    reads = table.loc["Reads"]
    assert reads.iloc[0] == f"{reads['Pinned: mine']} (no change)"


def test_a_capsule_is_computed_again_on_a_page_without_runs_of_its_own(app):
    """Opened on the handbook; its figures are wrong, and the page says so there."""
    scenario = assemble({"workload.duration_s": 5, "workload.warmup_s": 1}).scenario
    capsule = sealed([Run("told", scenario, {"hit_ratio": 2.0})])
    app.switch_page("pages/handbook.py").run()
    upload = ("a.json", capsule.encode(), "application/json")
    app.get("file_uploader")[0].set_value(upload).run()
    assert not app.exception
    assert "Capsule opened: 1 of 1 run came out otherwise: told" in app.warning[0].value
    assert "Run shelf (2)" in popovers(app.main)
