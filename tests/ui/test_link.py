"""Links and files: out and in again, and nonsense."""

import json
import os
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as any_of

from simulator import Scenario, ScenarioError
from simulator.capsule import opened as opened_capsule
from simulator.capsule import result_hash
from strategies.parameters import Settings
from strategies.shelf import PROTECTIONS, STRATEGIES
from ui.bench import assemble, opening
from ui.door import STRICT, Mender
from ui.fitting import fitting
from ui.link import from_json, from_query, to_json, to_query
from ui.openings import OPENINGS

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
    "replications": 5,
    "baseline": "read-ahead",
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


MENDED = {
    "workload.rate_rps=-4": "workload.rate_rps must be at least 0.001, got -4; workload.rate_rps "
    "is 0.001 now",
    "workload.read_share=2": "workload.read_share must be at most 1, got 2; workload.read_share "
    "is 1 now",
    "workload.keys=10.7": "workload.keys does not fit: input should be a valid integer, got a "
    "number with a fractional part, got 10.7; workload.keys is 11 now",
    "workload.warmup_s=300": "workload.warmup_s must be below duration_s (120), got 300; "
    "workload.warmup_s is 60 now",
    "workload.duration_s=48567.7": "workload.rate_rps x duration_s must be at most 5,000,000 "
    "requests on a page, got 24,283,850; workload.rate_rps is 102 now",
    "workload.rate_rps=fast": "workload.rate_rps does not fit: input should be a valid number, "
    "unable to parse string as a number, got 'fast'; the default is taken",
    "utm=1": "utm is not a parameter; it is left out",
    "strategies=lease,no-cache": "strategies: 'lease' is unknown; it is left out. strategies must "
    "be 2 to 6 different ones, got 1; they are no-cache, cache-aside now",
    "varied=ttl_s": "varied: 'ttl_s' is unknown; it is flush now",
    "replications=99": "replications must be a whole number from 1 to 30, got 99; it is 30 now",
    "baseline=lease": "baseline: 'lease' is unknown; it is cache-aside now",
    "workload.trace=../secret": "workload.trace must be one of cache2k_web12, got '../secret'; "
    "keys are drawn from a law now",
}


@pytest.mark.parametrize("link", MENDED)
def test_a_link_is_mended_and_the_repair_named(link):
    """The nearest legal value; everything else in the link stays."""
    door = Mender()
    name, _, value = link.partition("=")
    bench = from_query({name: value, "seed": "9"}, door=door)
    assert door.told() == MENDED[link]
    assert bench.scenario.seed == 9
    assert from_query(to_query(bench)) == bench


def test_many_repairs_are_counted():
    """Three are named."""
    door = Mender()
    from_query({f"nonsense{number}": "1" for number in range(9)}, door=door)
    assert door.told().endswith("; it is left out. 6 more were mended")


def flat_names(kind, prefix=""):
    """The names of plain parameters, sections in front."""
    for name, field in kind.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Settings):
            yield from flat_names(inner, f"{prefix}{name}.")
        else:
            yield prefix + name


DECLARED = [*flat_names(Scenario)]
PARTS = any_of.sampled_from(sorted({part for name in DECLARED for part in name.split(".")}))
ODD = any_of.sampled_from([*WORDS, *STRATEGIES, *PROTECTIONS, "inf", "-inf", "1e308", "-0", "True"])
NUMBERS = any_of.floats().map(str) | any_of.integers(-(10**12), 10**12).map(str)
LINKS = any_of.dictionaries(
    any_of.sampled_from([*NAMES, *DECLARED, "varied", "replications", "guards", "faults"])
    | any_of.text(),
    ODD | NUMBERS | any_of.text(),
    max_size=8,
)
JSON = any_of.recursive(
    any_of.none() | any_of.booleans() | any_of.floats() | any_of.integers() | any_of.text() | ODD,
    lambda inner: (
        any_of.lists(inner, max_size=3)
        | any_of.dictionaries(PARTS | any_of.text(), inner, max_size=4)
    ),
    max_leaves=12,
)
MANY = settings(max_examples=2000 if os.environ.get("CI") == "true" else 200)


@MANY
@given(LINKS, any_of.sampled_from([*OPENINGS]))
def test_every_link_is_mended_into_a_bench(query, own):
    """Whatever the page, the names and values; what comes out needs no mending."""
    bench = from_query(query, own, Mender())
    assert from_query(to_query(bench, own), own) == bench


@MANY
@given(any_of.dictionaries(PARTS, JSON, max_size=6))
def test_every_json_object_is_mended_into_a_bench(plan):
    """The sections' own names with anything in them."""
    bench = from_json(json.dumps(plan), Mender())
    assert from_json(to_json(bench)) == bench


@MANY
@given(any_of.fixed_dictionaries({}, optional={"version": JSON, "runs": JSON}))
def test_any_capsule_gives_runs_or_a_sentence(plan):
    """Whatever it holds."""
    with suppress(ScenarioError):
        opened_capsule(json.loads(json.dumps(plan)))


@MANY
@given(any_of.dictionaries(PARTS, JSON, max_size=6) | JSON, JSON)
def test_any_run_of_a_capsule_gives_a_scenario_or_a_sentence(scenario, name):
    """With the right hash, so that everything in it is looked at."""
    run = {"name": name, "summary": {}, "result_hash": result_hash({}), "scenario": scenario}
    with suppress(ScenarioError):
        for each in opened_capsule(json.loads(json.dumps({"runs": [run]}))).runs:
            fitting(each.scenario, STRICT)


@MANY
@given(any_of.binary() | any_of.text())
def test_any_file_gives_a_bench_or_a_sentence(content):
    """Never a traceback."""
    with suppress(ScenarioError):
        from_json(content, Mender())
