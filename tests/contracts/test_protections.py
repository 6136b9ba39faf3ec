"""What every protection on the shelf must keep, whatever it guards."""

from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from simulator import Scenario, simulate
from simulator.run import ENGINES
from strategies.shelf import PROTECTIONS, settings_of
from tests.conftest import EXAMPLES
from tests.contracts.laws import broken
from tests.contracts.logs import differences
from tests.contracts.random_scenarios import fields_of, scenarios

MORE = int(EXAMPLES or 0)
EVERY_PROTECTION = pytest.mark.parametrize("name", PROTECTIONS)
EVERY_ENGINE = pytest.mark.parametrize("engine", ENGINES)


def world_with(name: str) -> st.SearchStrategy[Scenario]:
    """Random scenarios whose stack is one protection, or that one twice."""
    plain: st.SearchStrategy[dict[str, Any]] = fields_of(settings_of(PROTECTIONS[name]))
    stacks = st.lists(plain, min_size=1, max_size=2)
    return stacks.flatmap(lambda stack: scenarios(protections=stack))


@EVERY_ENGINE
@EVERY_PROTECTION
@settings(max_examples=MORE or 40)
@given(data=st.data())
def test_every_log_keeps_the_laws(name: str, engine: str, data: st.DataObject) -> None:
    """A protection, alone or doubled, breaks nothing."""
    scenario = data.draw(world_with(name))
    note(scenario.model_dump_json())
    assert broken(simulate(scenario, engine=engine)) == []


@EVERY_ENGINE
@EVERY_PROTECTION
@settings(max_examples=MORE or 5)
@given(data=st.data())
def test_chance_in_a_protection_is_repeatable(name: str, engine: str, data: st.DataObject) -> None:
    """Twice the same scenario: not a single number differs."""
    scenario = data.draw(world_with(name))
    first, second = (simulate(scenario, engine=engine) for _ in range(2))
    assert differences(first, second) == []


@EVERY_PROTECTION
def test_a_protection_is_named_like_its_file_and_its_settings(name: str) -> None:
    """`single-flight` stands in single_flight.py, and its settings carry the same name."""
    protection = PROTECTIONS[name]
    assert protection.__module__ == f"strategies.protections.{name.replace('-', '_')}"
    assert settings_of(protection)().name == name  # type: ignore[attr-defined]


@EVERY_PROTECTION
def test_a_protection_explains_itself(name: str) -> None:
    """The class says what it does and where it fails."""
    headline, _, rest = (PROTECTIONS[name].__doc__ or "").partition("\n")
    assert headline.strip()
    assert len(rest.split()) >= 15
