"""The race explorer on a page."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from simulator import parse
from simulator.races import Situation
from ui.races import CHOICES, bare, explored, figure, messages, situation_of, steps


def page():
    """A page with nothing but the panel."""
    from simulator import parse  # noqa: PLC0415 - the page is a script of its own
    from ui.races import race_panel  # noqa: PLC0415

    race_panel(parse({"strategy": {"name": "cache-aside", "invalidation": "double-delete"}}))


@pytest.fixture
def app():
    """A visitor of that page."""
    return AppTest.from_function(page, default_timeout=30).run()


def race(invalidation: str, *names: str, kind: str = "poisoned"):
    """A race of cache-aside."""
    scenario = parse({"strategy": {"name": "cache-aside", "invalidation": invalidation}})
    return getattr(explored(bare(scenario), situation_of(names)), kind)


def shown(app) -> list[str]:
    """The titles of the pictures."""
    figures = json.loads(app.get("bidi_component")[0].proto.json)["figures"]
    return [each["layout"]["meta"]["title"] for each in figures]


def test_both_kinds_are_shown_with_their_sentences(app):
    """Picture, words and table, the shorter race first."""
    assert not app.exception
    assert shown(app) == [
        "Stale while something is on its way",
        "Stale for as long as the entry stays",
    ]
    words = [each.value for each in app.markdown]
    assert any("the writer's background work is still on the way" in word for word in words)
    assert any("stays until it expires or is written again" in word for word in words)
    assert [len(each.value) for each in app.dataframe] == [8, 10]


def test_another_situation_can_be_chosen(app):
    """A lost delete is no race for a double delete, but its second one may get lost too."""
    app.get("button_group")[0].set_value(["Cached at the start", "Lost delete"]).run()
    assert not app.exception
    assert "sends a delete that gets lost" in " ".join(each.value for each in app.markdown)


def test_where_there_is_no_race_that_is_said():
    """With what was tried, and what to do."""

    def safe():
        from simulator import parse  # noqa: PLC0415 - the page is a script of its own
        from ui.races import race_panel  # noqa: PLC0415

        race_panel(parse({"strategy": {"name": "no-cache"}}))

    app = AppTest.from_function(safe, default_timeout=30).run()
    assert not app.exception
    assert app.success[0].value.startswith("No order of steps serves a stale value: all ")
    assert app.get("bidi_component") == []


def test_every_choice_changes_the_situation():
    """And without any, the cache is empty at the start."""
    assert situation_of([]) == Situation(cached=False)
    assert len({situation_of([name]) for name in [*CHOICES]}) == len(CHOICES)


def test_a_step_becomes_an_arrow_with_what_changes():
    """Delete-after: the set of the old row makes the cache outdated, the hit is stale."""
    rows = list(messages(race("delete-after")))
    assert [row.holds for row in rows if row.label == "commit v1"] == [{"database": "v1"}]
    assert [row.done for row in rows if row.label == "delete"] == ["v1 acknowledged"]
    assert rows[-2].holds == {"cache": "v0"}
    assert rows[-2].outdated == {"cache"}
    assert [row.stale for row in rows] == [False] * 7 + [True]


def test_the_picture_says_whose_race_it_is():
    """In its file's name and its text."""
    meta = figure(race("ttl-only"), "cache-aside")["layout"]["meta"]
    assert meta["file"] == "race-cache-aside-poisoned"
    assert meta["note"] == "The shortest schedule has 7 steps"
    assert "v1 was acknowledged" in meta["alt"]


def test_the_table_has_what_is_held_after_each_step():
    """The old version in the cache at the end."""
    last = steps(race("ttl-only")).iloc[-1]
    assert (last["cache holds"], last["database holds"]) == ("v0", "v1")
    assert last["Remark"] == "stale answer"


def test_races_do_not_depend_on_traffic():
    """So that moving a slider of the workload explores nothing anew."""
    slow, fast = (
        parse({"strategy": {"name": "write-through"}, "workload": {"rate_rps": rate}})
        for rate in (1, 9000)
    )
    assert bare(slow) == bare(fast)
