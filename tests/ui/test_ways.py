"""The trials of the staleness page."""

from simulator import Scenario
from ui.bench import changed
from ui.openings import opened
from ui.ways import THROUGH, WAYS, other_ttls, ways

BENCH = opened("staleness")


def without_strategy(scenario: Scenario) -> object:
    """All of a scenario but its strategy."""
    return scenario.model_dump(exclude={"strategy"})


def test_every_way_runs_in_the_same_world() -> None:
    """Eight of cache-aside and three of write-through; only the strategy differs."""
    found = ways(BENCH)
    assert list(found) == [*WAYS, *THROUGH]
    assert len(WAYS) == 8
    worlds = [without_strategy(each) for each in found.values()]
    assert all(each == worlds[0] for each in worlds)
    assert len({each.hash() for each in found.values()}) == 11


def test_settings_of_the_page_reach_every_way_that_has_them() -> None:
    """The TTL all, the second delete those of cache-aside."""
    bench = changed(changed(BENCH, "strategy.ttl_s", 7.0), "strategy.second_delete_s", 2.0)
    found = [each.strategy.model_dump() for each in ways(bench).values()]
    assert {each["ttl_s"] for each in found} == {7.0}
    assert {each.get("second_delete_s") for each in found} == {2.0, None}


def test_ttls_are_varied_for_the_race_and_for_ttl_only() -> None:
    """Four others than the page's, each by its way and seconds; none where there is no TTL."""
    found = other_ttls(BENCH)
    assert {name.split()[0] for name in found} == {"delete-after", "ttl-only"}
    assert {float(name.split()[1]) for name in found} == {5, 10, 40, 80}
    for name, scenario in found.items():
        assert scenario.strategy.model_dump()["ttl_s"] == float(name.split()[1])
    assert other_ttls(changed(BENCH, "strategy.ttl_s", None)) == {}
