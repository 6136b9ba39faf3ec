"""Links and files: out and in again, and nonsense."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as any_of

from simulator import ScenarioError
from ui.bench import assemble, opening
from ui.link import from_json, from_query, to_json, to_query

RICH = {
    "workload.trace": "cache2k_web12",
    "workload.popularity": "sequential",
    "workload.popularity.users": 7,
    "workload.read_share": 0.9,
    "workload.list_share": 0.25,
    "workload.categories": 12,
    "workload.invalidate_lists": False,
    "client.key_formats": 3,
    "database.connections": None,
    "protections": "ttl-jitter,single-flight",
    "protections.ttl-jitter.spread": 0.3,
    "strategy": "write-behind",
    "strategy.ttl_s": None,
    "strategies": "no-cache,cache-aside,read-ahead",
    "cache-aside.ttl_s": 9.0,
    "read-ahead.prefetch_keys": 3,
    "seed": 42,
}
NAMES = [*RICH, "strategy.foo", "", ".", "strategy..", "workload", "protections.foo", "x.y.z"]
WORDS = [
    "none",
    "nan",
    "-1",
    "1e999",
    "9" * 5000,
    "",
    "zipf",
    "a,b",
    "cache-aside",
    "0",
    "[]",
    "💥",
]


def test_an_untouched_bench_has_a_bare_link():
    """Only what differs from the defaults is in it."""
    assert to_query(opening()) == {}


def test_a_link_is_readable():
    """Dotted names, plain numbers, a word for nothing."""
    query = to_query(assemble({"strategy.ttl_s": 300.0, "database.connections": None}))
    assert query == {"strategy.ttl_s": "300", "database.connections": "none"}


def test_a_link_gives_the_bench_again():
    """With everything that can differ."""
    bench = assemble(RICH)
    assert from_query(to_query(bench)) == bench


def test_a_file_gives_the_bench_again():
    """Compared strategies included."""
    bench = assemble(RICH)
    assert from_json(to_json(bench)) == bench


def test_a_plain_scenario_is_a_file_too():
    """As the command line writes it: without the compared strategies."""
    scenario = assemble({"strategy.ttl_s": 5.0}).scenario
    bench = from_json(json.dumps(scenario.model_dump(mode="json")))
    assert bench.scenario == scenario
    assert [each.model_dump()["ttl_s"] for each in bench.contenders] == [5, 5, 5, 5]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"workload.rate_rps": "-1"}, "workload.rate_rps must be at least 0.001, got -1"),
        ({"workload.rate_rps": "nan"}, "workload.rate_rps does not fit"),
        ({"workload.rate_rps.x": "1"}, "workload.rate_rps does not fit"),
        ({"workload": "5"}, "workload does not fit"),
        ({"cache-aside": "3"}, "is not a parameter"),
        ({"utm": "1"}, "utm is not a parameter"),
        ({"strategy": "foo"}, "strategy: 'foo' is unknown"),
        ({"workload.trace": "../secret"}, "workload.trace must be one of"),
    ],
)
def test_nonsense_in_a_link_is_told_in_a_sentence(query, sentence):
    """Name, rule, value."""
    with pytest.raises(ScenarioError, match=sentence):
        from_query(query)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[1]",
        b"null",
        b"\xff\xfe\x00",
        b"[" * 200_000,
        b'{"seed":NaN}',
        b'{"seed":' + b"9" * 6000 + b"}",
        b'{"strategies":3}',
        b'{"strategies":[3,4]}',
        b'{"strategies":[{}]}',
        b'{"strategies":[{"name":[]},{"name":1}]}',
        b'{"workload":{"trace":{"path":"/etc/passwd"}}}',
    ],
)
def test_a_broken_file_is_told_in_a_sentence(content):
    """Empty, cut off, binary, far too deep, wrong shape."""
    with pytest.raises(ScenarioError, match=r"."):
        from_json(content)


@settings(max_examples=200, deadline=None)
@given(any_of.dictionaries(any_of.sampled_from(NAMES), any_of.sampled_from(WORDS) | any_of.text()))
def test_any_link_gives_a_bench_or_a_sentence(query):
    """Never anything else."""
    with suppress(ScenarioError):
        bench = from_query(query)
        assert from_query(to_query(bench)) == bench
