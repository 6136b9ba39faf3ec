"""The control for faults, in links and files and on the page."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from simulator import ScenarioError
from ui.bench import changed
from ui.faults import RANDOM, instants, kept
from ui.flat import labelled
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


def test_two_of_a_kind_have_a_number_in_links() -> None:
    """The new one strikes half-way between the other and the end; both travel."""
    bench = changed(BENCH, "faults", "cache-crash,database-outage")
    bench = changed(bench, "faults", "cache-crash,database-outage,cache-crash-2")
    assert [each.at_s for each in labelled(bench.scenario.faults).values()] == [60, 60, 90]  # type: ignore[attr-defined]
    bench = changed(bench, "faults.cache-crash-2.at_s", 70)
    query = to_query(bench)
    assert query["faults"] == "cache-crash,database-outage,cache-crash-2"
    assert query["faults.cache-crash-2.at_s"] == "70"
    assert from_query(query) == bench
    assert from_json(to_json(bench)) == bench


def test_the_first_of_two_goes_and_the_other_stays_as_it_was() -> None:
    bench = changed(BENCH, "faults", "cache-crash,cache-crash-2")
    bench = changed(changed(bench, "faults.cache-crash-2.at_s", 70), "faults", "cache-crash-2")
    (left,) = bench.scenario.faults
    assert left.model_dump() == {"name": "cache-crash", "at_s": 70}
    assert to_query(bench) == {"faults": "cache-crash", "faults.cache-crash.at_s": "70"}


def test_there_is_an_end_to_faults() -> None:
    """A file with more is refused in a sentence."""
    plan = json.dumps({"faults": [{"name": "cache-crash", "at_s": 1 + n} for n in range(13)]})
    with pytest.raises(ScenarioError, match="faults must be 0 to 12 on a page, got 13"):
        from_json(plan)


def test_kinds_that_stay_keep_all_of_theirs() -> None:
    labels = ["cache-crash", "mass-purge", "cache-crash-2"]
    assert kept(labels, ["cache-crash", "ramp"]) == "cache-crash,cache-crash-2,ramp"
    assert kept(labels, []) == ""


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


def on_the_time_line():
    """The editor on a page of its own."""
    from ui import faults, state  # noqa: PLC0415 - the script is run on its own

    faults.editor(state.arrive("durability"))


def test_a_fault_is_added_once_more_and_the_first_is_taken_away():
    """By the buttons of its row; its control moves with it."""
    app: Any = AppTest.from_function(on_the_time_line, default_timeout=30).run()
    app.button(key="Once more cache-crash").click().run()
    assert app.query_params["faults"] == "cache-crash,cache-crash-2"
    app.select_slider(key="at faults.cache-crash-2.at_s").set_value("57.4 s").run()
    app.button(key="Remove cache-crash").click().run()
    assert not app.exception
    assert app.select_slider(key="at faults.cache-crash.at_s").value == "57.4 s"
    assert len(app.select_slider) == 1
