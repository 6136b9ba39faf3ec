"""The nearest scenario to what somebody wrote."""

from types import MappingProxyType

from simulator import Scenario
from simulator.faults.shelf import FAULTS
from simulator.repair import MOST_VALUES, repaired, values
from strategies.shelf import PROTECTIONS


def test_what_was_given_stays_as_it_was() -> None:
    """Also where it is a mapping that cannot be copied or changed."""
    given = MappingProxyType({"keys": 0})
    found = repaired({"workload": given})
    assert found.scenario.workload.keys == 1
    assert dict(given) == {"keys": 0}
    assert len(found.complaints) == 1


def test_a_flood_of_values_is_refused_before_it_is_mended() -> None:
    """A thousand and one values; as many nested lists; the defaults are taken."""
    deep: object = 1
    for _ in range(2000):
        deep = [deep]
    wide: list[object] = [{f"x{n}": n for n in range(1001)}, {"faults": [{}] * 5000}]
    for flood in (*wide, {"seed": deep}):
        found = repaired(flood)
        assert found.scenario == Scenario()
        assert [each.rule for each in found.complaints] == [
            "a scenario must have at most 1,000 values, got more"
        ]


def test_the_richest_scenario_is_far_from_a_flood() -> None:
    """With every fault and protection at once."""
    every = {"faults": [{"name": name} for name in FAULTS]}
    every |= {"protections": [{"name": name} for name in PROTECTIONS]}
    whole = repaired(every).scenario.model_dump(mode="json")
    assert values(whole) < MOST_VALUES / 3
