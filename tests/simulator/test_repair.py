"""The nearest scenario to what somebody wrote."""

from types import MappingProxyType

from simulator.repair import repaired


def test_what_was_given_stays_as_it_was() -> None:
    """Also where it is a mapping that cannot be copied or changed."""
    given = MappingProxyType({"keys": 0})
    found = repaired({"workload": given})
    assert found.scenario.workload.keys == 1
    assert dict(given) == {"keys": 0}
    assert len(found.complaints) == 1
