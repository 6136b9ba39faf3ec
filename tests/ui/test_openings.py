"""Openings: a page may have a bench of its own, and its link tells what differs from there."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as any_of

from simulator import ScenarioError
from strategies.shelf import PROTECTIONS
from ui.bench import assemble, changed, opening
from ui.fields import tag_value
from ui.link import from_json, from_query, to_json, to_query
from ui.openings import OPENINGS, opened, told
from ui.trials import ablation, trials

CHANGES = (
    ("workload.popularity", "zipf"),
    ("workload.popularity", "uniform"),
    ("workload.popularity.hot_requests", 0.5),
    ("workload.rate_rps", 500.0),
    ("protections", ""),
    ("protections", "ttl-jitter"),
    ("guards", ""),
    ("guards", "single-flight"),
    ("ttl-jitter.spread", 0.4),
    ("strategy", "read-ahead"),
    ("strategy.ttl_s", 30.0),
    ("strategy.ttl_s", None),
    ("database.connections", None),
)


def test_the_shared_bench_opens_with_the_defaults():
    """And the stampede page with a hot key before a busy pool."""
    assert opened("") == opening()
    assert told(opened("stampede"), "stampede") == {}
    workload = opened("stampede").scenario.workload
    hot_requests = workload.popularity.model_dump()["hot_requests"]
    assert workload.rate_rps * hot_requests == pytest.approx(1000, rel=1e-3)


@given(any_of.lists(any_of.sampled_from(CHANGES), max_size=5), any_of.sampled_from([*OPENINGS]))
@settings(max_examples=100, deadline=None)
def test_a_link_from_any_opening_gives_the_bench_again(changes, own):
    """Whatever was changed, in whatever order."""
    bench = opened(own)
    for name, value in changes:
        try:
            bench = changed(bench, name, value)
        except ScenarioError:
            continue
    assert from_query(to_query(bench, own), own) == bench
    assert from_json(to_json(bench)) == bench


def test_what_goes_back_to_the_default_is_told():
    """Since the opening differs from it."""
    bench = changed(opened("stampede"), "workload.rate_rps", 500.0)
    assert to_query(bench, "stampede") == {"workload.rate_rps": "500"}


def test_trials_begin_with_nothing_and_end_with_the_stack():
    """The same world but for the protections."""
    found = trials(assemble({"guards": "single-flight", "protections": "ttl-jitter,single-flight"}))
    assert list(found) == ["none", "single-flight", "ttl-jitter + single-flight"]
    assert len({each.workload for each in found.values()}) == 1
    names = [[tag_value(guard) for guard in each.protections] for each in found.values()]
    assert names == [[], ["single-flight"], ["ttl-jitter", "single-flight"]]


def test_ablation_leaves_out_one_at_a_time():
    """And needs two."""
    found = ablation(assemble({"protections": "ttl-jitter,single-flight"}))
    left = {name: [tag_value(g) for g in each.protections] for name, each in found.items()}
    assert left == {"ttl-jitter": ["single-flight"], "single-flight": ["ttl-jitter"]}
    assert ablation(assemble({"protections": "ttl-jitter"})) == {}


def test_a_compared_protection_that_is_in_the_stack_has_its_settings_from_there():
    """One slider for both."""
    bench = assemble({"protections": "ttl-jitter", "guards": "ttl-jitter"})
    bench = changed(bench, "protections.ttl-jitter.spread", 0.3)
    assert bench.guards[0].model_dump()["spread"] == 0.3


@pytest.mark.parametrize("name", PROTECTIONS)
def test_every_protection_of_the_shelf_can_be_tried(name):
    """Without being named anywhere on the page."""
    assert name in trials(assemble({"guards": name}))


@pytest.mark.parametrize(
    ("flat", "sentence"),
    [
        ({"guards": "foo"}, "guards: 'foo' is unknown; choose some of"),
        ({"guards": "lock,lock"}, "guards: lock is there twice; name each once"),
        ({"ttl-jitter.spread": 7, "guards": "ttl-jitter"}, "ttl-jitter.spread must be at most 1"),
    ],
)
def test_nonsense_is_told_in_a_sentence(flat, sentence):
    """Name, rule, value."""
    with pytest.raises(ScenarioError, match=sentence):
        assemble(flat)
