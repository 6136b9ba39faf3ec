"""Axes, as a person writes them."""

from typing import Any

import pytest

from simulator import Scenario, ScenarioError
from simulator.changes import changed
from simulator.sweep.axes import axis, declared, fitted, moved


def test_linear_and_logarithmic_values_include_both_ends() -> None:
    assert axis("strategy.ttl_s=0:10:5").values == (0, 2.5, 5, 7.5, 10)
    assert axis("strategy.ttl_s=1:1000:4:log").values == (1, 10, 100, 1000)


def test_a_wider_logarithmic_axis_meets_the_same_values_again() -> None:
    """To the last bit, or nothing would be found in the store."""
    narrow, wide = axis("workload.keys=1:10000:9:log"), axis("workload.keys=1:1000000:13:log")
    assert set(narrow.values) < set(wide.values)


def test_values_may_be_listed() -> None:
    assert axis("cache.eviction=allkeys-lru,noeviction").values == ("allkeys-lru", "noeviction")
    assert axis("strategy.ttl_s=5,null").values == (5, None)


def test_whole_numbers_stay_whole_and_come_once() -> None:
    found = fitted(axis("client.nodes=1:3:9"), [Scenario()])
    assert found.values == (1, 2, 3)
    assert all(isinstance(value, int) for value in found.values)


def test_a_number_that_was_written_out_is_not_rounded() -> None:
    """One and a half nodes are refused with the scenario, not taken for two."""
    found = fitted(axis("client.nodes=1.5,2"), [Scenario()])
    with pytest.raises(ScenarioError, match=r"client\.nodes"):
        moved(Scenario(), found.path, found.values[0])


def test_a_variant_may_be_called_by_the_path_of_its_name() -> None:
    """`strategy.name` and `workload.arrivals.law` swap the whole variant."""
    assert axis("strategy.name=no-cache,cache-aside").path == "strategy"
    found = fitted(axis("workload.arrivals.law=poisson,bursts"), [Scenario()])
    worlds: Any = [moved(Scenario(), found.path, value) for value in found.values]
    assert [each.workload.arrivals.law for each in worlds] == ["poisson", "bursts"]


def test_a_member_of_a_stack_goes_by_its_name_or_place() -> None:
    scenario = changed(Scenario(), 'protections=[{"name":"single-flight"},{"name":"ttl-jitter"}]')
    for path in ("protections.ttl-jitter.spread", "protections.1.spread"):
        assert declared(scenario, path) is not None
        stack: Any = moved(scenario, path, 0.3).protections
        assert stack[1].spread == 0.3
    assert declared(scenario, "protections.xfetch.beta") is None


def test_what_a_scenario_lacks_leaves_it_as_it_is() -> None:
    bare = changed(Scenario(), "strategy=no-cache")
    assert moved(bare, "strategy.ttl_s", 5.0) is bare


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("strategy.ttl_s", "an axis must read PATH=START:STOP:STEPS"),
        ("strategy.ttl_s=1:2", "strategy.ttl_s must be START:STOP:STEPS"),
        ("strategy.ttl_s=1:2:3:lin", "strategy.ttl_s must be START:STOP:STEPS"),
        ("strategy.ttl_s=1:2:3:4:log", "strategy.ttl_s must be START:STOP:STEPS"),
        ("strategy.ttl_s=1:2:1", "2 to 1000 steps, got 1"),
        ("strategy.ttl_s=2:2:3", "from one number to another, got 2 to 2"),
        ("strategy.ttl_s=0:nan:3", "from one number to another"),
        ("strategy.ttl_s=0:2:3:log", "must stay above 0 on a logarithmic axis, got 0 to 2"),
    ],
)
def test_a_bad_axis_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ScenarioError, match=sentence.replace("(", r"\(")):
        axis(text)


@pytest.mark.parametrize(
    "path", ["nothing", "workload.nothing", "seed", "name", "workload.rate_rps.deep"]
)
def test_a_path_that_leads_nowhere_is_one_sentence(path: str) -> None:
    with pytest.raises(ScenarioError, match="is not a parameter that a sweep can move here"):
        fitted(axis(f"{path}=1:2:3"), [Scenario()])
