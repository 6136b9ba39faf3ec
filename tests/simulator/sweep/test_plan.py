"""Plans: cells, variants, limits."""

import pytest

from simulator import Scenario, ScenarioError
from simulator.changes import changed
from simulator.sweep import Precision, Results, axis, plan_of
from simulator.sweep.plan import Plan


def test_every_strategy_stands_at_every_point() -> None:
    plan = plan_of(
        Scenario(),
        [axis("strategy.ttl_s=5,50"), axis("client.nodes=1,2")],
        strategies=["cache-aside", "no-cache"],
    )
    assert [(cell.variant, cell.at) for cell in plan.cells] == [
        (name, (ttl, nodes))
        for name in ("cache-aside", "no-cache")
        for ttl in (5, 50)
        for nodes in (1, 2)
    ]
    assert all(cell.scenario.client.nodes == cell.at[1] for cell in plan.cells)


def test_replications_of_all_cells_share_their_seeds() -> None:
    """Common random numbers: the third replication has the same arrivals everywhere."""
    plan = plan_of(changed(Scenario(), "seed=7"), [axis("strategy.ttl_s=5,50")])
    assert {cell.run(2).seed for cell in plan.cells} == {9}


def test_strategies_keep_what_they_share_with_the_given_one() -> None:
    base = changed(Scenario(), "strategy.ttl_s=77")
    plan = plan_of(base, [axis("client.nodes=1,2")], strategies=["write-through", "cache-aside"])
    assert {cell.scenario.strategy.model_dump()["ttl_s"] for cell in plan.cells} == {77}


def test_stacks_keep_the_settings_that_the_scenario_has() -> None:
    base = changed(Scenario(), 'protections=[{"name":"ttl-jitter","spread":0.4}]')
    plan = plan_of(base, [axis("client.nodes=1,2")], stacks=["none", "single-flight+ttl-jitter"])
    assert list(plan.variants) == ["none", "single-flight+ttl-jitter"]
    assert plan.variants["none"].protections == ()
    assert plan.variants["single-flight+ttl-jitter"].protections[1].model_dump()["spread"] == 0.4


def test_strategy_and_protections_are_axes_too() -> None:
    """Written like any other, they are lines or panels of the map."""
    axes = [
        axis("client.nodes=1,2"),
        axis("strategy=cache-aside,no-cache"),
        axis("protections=none,lock"),
    ]
    names = ["cache-aside, none", "cache-aside, lock", "no-cache, none", "no-cache, lock"]
    assert list(plan_of(Scenario(), axes).variants) == names


def test_a_sweep_has_one_or_two_axes() -> None:
    three = [axis("client.nodes=1,2"), axis("strategy.ttl_s=1,2"), axis("workload.keys=10,20")]
    for axes in ([], three, [three[0], three[0]]):
        with pytest.raises(ScenarioError, match="one or two different axes"):
            plan_of(Scenario(), axes)


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"replications": 0}, "replications must be 1 to 1000, got 0"),
        ({"replications": 1000}, "at most, got 1,000,000"),
        ({"precision": Precision("hit_ratio", 0.1, most=1000)}, "at most, got 1,000,000"),
    ],
)
def test_what_is_too_much_is_refused(how: dict[str, int], sentence: str) -> None:
    with pytest.raises(ScenarioError, match=sentence):
        Plan({"": Scenario()}, (axis("strategy.ttl_s=1:1000:1000"),), **how)  # type: ignore[arg-type]


def test_a_cell_that_is_no_scenario_is_refused_before_anything_runs() -> None:
    with pytest.raises(ScenarioError, match=r"strategy\.ttl_s must be at least 0, got -1"):
        Results(plan_of(Scenario(), [axis("strategy.ttl_s=5,-1")]))


def test_seeds_do_not_run_out() -> None:
    with pytest.raises(ScenarioError, match="seed must be at most"):
        plan_of(changed(Scenario(), f"seed={2**53 - 1}"), [axis("strategy.ttl_s=5,6")])
