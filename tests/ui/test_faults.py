"""The control for faults, in links and files and on the page."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from simulator import ScenarioError
from ui.bench import changed
from ui.faults import RANDOM, instants
from ui.link import from_json, from_query, to_json, to_query
from ui.openings import opened

BENCH = opened("")


def test_faults_travel_in_links_and_files() -> None:
    """Which, when, at random, and on which node."""
    bench = changed(BENCH, "faults", "cache-crash,node-crash")
    bench = changed(changed(bench, "faults.cache-crash.at_s", None), "faults.node-crash.node", 2)
    query = to_query(bench)
    assert query["faults"] == "cache-crash,node-crash"
    assert query["faults.cache-crash.at_s"] == "none"
    assert query["faults.node-crash.node"] == "2"
    assert from_query(query) == bench
    assert from_json(to_json(bench)) == bench


def test_an_opening_with_a_fault_can_be_told_without() -> None:
    """The durability page opens with a crash; a link can say that there is none."""
    bench = changed(opened("durability"), "faults", "")
    assert bench.scenario.faults == ()
    assert to_query(bench, "durability") == {"faults": "none"}
    assert from_query({"faults": "none"}, "durability") == bench


def test_a_fault_that_would_come_too_late_is_put_half_way() -> None:
    """By default at 60 s; in a run of 30 s at 15 s."""
    short = changed(BENCH, "workload.duration_s", 30)
    assert changed(short, "faults", "cache-crash").scenario.faults[0].model_dump()["at_s"] == 15
    assert changed(BENCH, "faults", "cache-crash").scenario.faults[0].model_dump()["at_s"] == 60


def test_one_of_each_kind() -> None:
    """Two of a kind have no link, so a file with them is refused in a sentence."""
    plan = '{"faults": [{"name": "cache-crash", "at_s": 1}, {"name": "cache-crash", "at_s": 2}]}'
    with pytest.raises(ScenarioError, match="faults must be"):
        from_json(plan)


def test_instants_lie_within_the_run_and_off_round_numbers() -> None:
    """At random, every second of a minute and two fifths; one from a link is among them."""
    found = instants(30.0, 60)
    assert found[RANDOM] is None
    assert list(found)[1:3] == ["0.4 s", "1.4 s"]
    assert found["30 s"] == 30
    assert max(at_s for at_s in found.values() if at_s is not None) == pytest.approx(59.4)


def script():
    """The control on a page of its own."""
    from ui import faults, state  # noqa: PLC0415 - the script is run on its own

    bench = state.arrive("durability")
    faults.chooser(bench)


def test_a_crash_is_moved_and_taken_away():
    """By its slider, and by its name."""
    app: Any = AppTest.from_function(script, default_timeout=30).run()
    app.select_slider(key="at faults.cache-crash.at_s").set_value(RANDOM).run()
    assert app.query_params["faults.cache-crash.at_s"] == "none"
    names: Any = app.get("button_group")[0]
    names.set_value([]).run()
    assert not app.exception
    assert app.query_params["faults"] == "none"
    assert not app.select_slider


def every_kind():
    """The control with one fault of each kind."""
    from simulator.faults.shelf import FAULTS  # noqa: PLC0415 - the script is run on its own
    from ui import faults, state  # noqa: PLC0415
    from ui.bench import changed  # noqa: PLC0415

    faults.chooser(changed(state.arrive(""), "faults", ",".join(FAULTS)))


def test_each_kind_has_an_instant_and_what_it_declares():
    """Spans, factors and kinds have controls with the names of their fields."""
    app: Any = AppTest.from_function(every_kind, default_timeout=30).run()
    assert not app.exception
    shown = {
        each.label for kind in ("slider", "select_slider", "selectbox") for each in app.get(kind)
    }
    assert {"Cache-outage at", "Flash-crowd at"} <= shown
    assert {"For", "Factor", "Kind", "Memory", "Added latency", "Share", "Rate", "Key"} <= shown
