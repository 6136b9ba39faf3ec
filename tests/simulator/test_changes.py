"""Changes to a scenario, given as text."""

from typing import Any

import pytest

from simulator import Scenario, ScenarioError
from simulator.changes import changed


def after(*changes: str) -> Any:
    """The default scenario after some changes."""
    scenario = Scenario()
    for change in changes:
        scenario = changed(scenario, change)
    return scenario


def test_one_field_changes_and_no_other() -> None:
    """A rate, and everything else as before."""
    scenario = after("workload.rate_rps=1000")
    assert scenario.workload.rate_rps == 1000
    restored = changed(scenario, "workload.rate_rps=500")
    assert restored == Scenario()


def test_a_variant_is_chosen_by_its_name() -> None:
    """It has its defaults, and its own fields can be changed next."""
    scenario = after("strategy=write-behind", "strategy.flush_interval_s=5")
    assert (scenario.strategy.name, scenario.strategy.flush_interval_s) == ("write-behind", 5)
    assert after("workload.popularity=uniform").workload.popularity.law == "uniform"


def test_null_is_the_absence_of_a_limit() -> None:
    """As in JSON."""
    assert after("strategy.ttl_s=null").strategy.ttl_s is None


def test_protections_are_a_list() -> None:
    """Given as JSON, and changed by place."""
    scenario = after('protections=[{"name": "ttl-jitter"}]', "protections.0.spread=0.5")
    assert scenario.protections[0].spread == 0.5


@pytest.mark.parametrize(
    ("change", "beginning"),
    [
        ("workload.rate_rps", "a change must read PATH=VALUE"),
        ("=5", "a change must read PATH=VALUE"),
        ("workload.speed=5", "workload.speed is not a parameter"),
        ("nothing.at.all=5", "nothing.at.all is not a parameter"),
        ("workload.rate_rps.x=5", "workload.rate_rps.x is not a parameter"),
        ("protections.0.spread=5", "protections.0.spread is not a parameter"),
        ("workload.rate_rps=-1", "workload.rate_rps must be at least 0.001, got -1"),
        ("workload.rate_rps=fast", "workload.rate_rps does not fit"),
        ("strategy=magic", "strategy: 'magic' is unknown"),
    ],
)
def test_a_bad_change_is_one_sentence(change: str, beginning: str) -> None:
    """It names the path that was typed."""
    with pytest.raises(ScenarioError) as caught:
        after(change)
    assert str(caught.value).startswith(beginning)
    assert "\n" not in str(caught.value)
