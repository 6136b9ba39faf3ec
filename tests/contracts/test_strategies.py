"""What every strategy on the shelf must keep, in any small world, on every engine."""

from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from simulator import Scenario, simulate
from simulator.run import ENGINES
from strategies.shelf import STRATEGIES, settings_of
from tests.conftest import EXAMPLES
from tests.contracts.laws import broken
from tests.contracts.logs import differences, same_arrivals
from tests.contracts.random_scenarios import fields_of, scenarios

MORE = int(EXAMPLES or 0)
EVERY_STRATEGY = pytest.mark.parametrize("name", STRATEGIES)
EVERY_ENGINE = pytest.mark.parametrize("engine", ENGINES)


def world_of(name: str) -> st.SearchStrategy[Scenario]:
    """Random scenarios with one strategy."""
    plain: st.SearchStrategy[dict[str, Any]] = fields_of(settings_of(STRATEGIES[name]))
    return plain.flatmap(lambda strategy: scenarios(strategy=strategy))


@EVERY_ENGINE
@EVERY_STRATEGY
@settings(max_examples=MORE or 40)
@given(data=st.data())
def test_every_log_keeps_the_laws(name: str, engine: str, data: st.DataObject) -> None:
    """Values come from the truth, books balance, nothing is lost, pools and memory hold."""
    scenario = data.draw(world_of(name))
    note(scenario.model_dump_json())
    assert broken(simulate(scenario, engine=engine)) == []


@EVERY_ENGINE
@EVERY_STRATEGY
@settings(max_examples=MORE or 5)
@given(data=st.data())
def test_the_same_scenario_gives_the_same_log(name: str, engine: str, data: st.DataObject) -> None:
    """Twice the same scenario: not a single number differs."""
    scenario = data.draw(world_of(name))
    first, second = (simulate(scenario, engine=engine) for _ in range(2))
    assert differences(first, second) == []


@EVERY_ENGINE
@EVERY_STRATEGY
@settings(max_examples=MORE or 5)
@given(data=st.data())
def test_every_strategy_meets_the_same_requests(
    name: str, engine: str, data: st.DataObject
) -> None:
    """Instants, keys, kinds and nodes do not depend on strategy or protections, if users are open.

    Closed ones send when they have been answered.
    """
    scenario = data.draw(world_of(name).filter(lambda each: not each.workload.is_closed))
    baseline = settings_of(STRATEGIES["no-cache"])()
    other = scenario.model_copy(update={"strategy": baseline, "protections": ()})
    assert same_arrivals(simulate(scenario, engine=engine), simulate(other, engine=engine))


@EVERY_STRATEGY
def test_a_strategy_is_named_like_its_file_and_its_settings(name: str) -> None:
    """`cache-aside` stands in cache_aside.py, and its settings carry the same name."""
    strategy = STRATEGIES[name]
    assert strategy.__module__ == f"strategies.{name.replace('-', '_')}"
    assert settings_of(strategy)().name == name  # type: ignore[attr-defined]


@EVERY_STRATEGY
def test_a_strategy_explains_itself(name: str) -> None:
    """The class says what it does and what it costs: a first line and at least a paragraph."""
    headline, _, rest = (STRATEGIES[name].__doc__ or "").partition("\n")
    assert headline.strip()
    assert len(rest.split()) >= 20


@EVERY_STRATEGY
def test_a_strategy_documents_what_a_reader_of_its_file_sees(name: str) -> None:
    """Every function of the class has a docstring of its own."""
    functions = [each for each in vars(STRATEGIES[name]).values() if callable(each)]
    assert [each.__name__ for each in functions if not each.__doc__] == []
