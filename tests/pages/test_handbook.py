"""The handbook: each chapter stands, and its diagrams are requests that were served."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from strategies.shelf import STRATEGIES, settings_of
from ui.exhibits import KINDS, exhibits
from ui.guide import guide
from ui.handbook import declared, item

EVERY = [(kind, name) for kind, shelf in KINDS.items() for name in shelf]


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_every_variant_says_when_to_use_it_what_it_costs_and_its_source(kind, name):
    assert all(guide(KINDS[kind][name]))


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_every_variant_has_diagrams_of_reads_and_writes(kind, name):
    shown = exhibits(kind, name)
    outcomes = {each.outcome for each in shown}
    assert "acknowledged" in outcomes
    assert len(outcomes) == len(shown) >= 2
    for each in shown:
        rows = each.figure["layout"]["meta"]["table"][1:]
        assert rows[0][0] == "0"
        assert any(row[1] == "client" for row in rows)


def arrows(kind: str, name: str, outcome: str) -> list[tuple[str, ...]]:
    """A diagram as who asks whom for what."""
    figure = next(e.figure for e in exhibits(kind, name) if e.outcome == outcome)
    return [tuple(row[1:4]) for row in figure["layout"]["meta"]["table"][1:]]


def test_a_miss_of_cache_aside_is_get_load_set():
    asked = [row for row in arrows("strategy", "cache-aside", "miss_load") if row[0] == "client"]
    assert [row[1:] for row in asked][:3] == [
        ("cache", "get"),
        ("database", "read the row"),
        ("cache", "set"),
    ]


def test_write_behind_acknowledges_before_the_flush_stores():
    steps = [row[2] for row in arrows("strategy", "write-behind", "acknowledged")]
    stored = next(place for place, step in enumerate(steps) if step.startswith("write "))
    assert steps.index("the write returns") < stored


def test_a_refresh_runs_in_the_background_of_its_reader():
    steps = arrows("strategy", "read-ahead", "early_hit")
    assert ("background", "database", "read the row") in steps
    assert steps.index(("client", "client", "answers " + answer(steps))) < len(steps) - 1


def answer(steps) -> str:
    """What the reader was told."""
    return next(label.split()[-1] for _, _, label in steps if label.startswith("answers "))


def test_who_waits_for_another_s_load_does_not_load():
    steps = arrows("protection", "single-flight", "coalesced_wait")
    assert ("client", "client", "waits for another's load") in steps
    assert ("client", "database", "read the row") not in steps


def test_a_dead_process_fails_its_requests():
    assert any("fails" in row[2] for row in arrows("fault", "node-crash", "error"))


def test_the_page_shows_words_diagrams_parameters_and_source():
    app = AppTest.from_file("../../app.py", default_timeout=60).run()
    app.switch_page("pages/handbook.py").run()
    assert not app.exception
    assert any("When to use it" in each.value for each in app.markdown)
    assert any("class NoCache" in each.value for each in app.code)
    assert any(each.value == "It has none." for each in app.markdown)
    drawn = [json.loads(each.proto.json) for each in app.get("bidi_component")]
    assert len(drawn[0]["figures"]) == 2


def test_every_parameter_is_told_with_its_default_and_its_bounds():
    """Numbers as a person writes them; each is there with its own words."""
    found = dict(declared(settings_of(STRATEGIES["write-behind"])))
    told = item("ttl_s", found["ttl_s"])
    assert told.startswith("- **TTL** (`ttl_s`, default 30 s; 0 to 2,592,000): How long an entry")
    assert "(`queued_reads`, default on; on or off)" in item("queued_reads", found["queued_reads"])
    assert "; one of interval, first-write," in item("flush", found["flush"])


def test_a_link_opens_a_chapter_and_nonsense_opens_the_first():
    for asked, shown in (("xfetch", "XFetch"), ("no-cash", "No-cache")):
        app = AppTest.from_file("../../app.py", default_timeout=60).run()
        app.query_params["chapter"] = asked
        app.switch_page("pages/handbook.py").run()
        assert not app.exception
        assert shown in [each.value for each in app.subheader]
