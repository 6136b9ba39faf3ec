"""The equality contract: all engines give the same log of the same scenario."""

from collections import Counter
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import event, given, note, settings
from hypothesis import strategies as st

from simulator import Scenario, simulate
from simulator.run import ENGINES
from simulator.workload import requests
from tests.conftest import EXAMPLES
from tests.contracts.logs import differences, features
from tests.contracts.random_scenarios import Scripted, scenarios, scripted

OTHERS: list[Any] = [name for name in ENGINES if name != "reference"] or [
    pytest.param("none", marks=pytest.mark.skip(reason="there is only the reference engine yet"))
]
MORE = int(EXAMPLES or 0)


@pytest.mark.parametrize("engine", OTHERS)
@settings(max_examples=MORE or 200)
@given(scenario=scenarios())
def test_engines_give_equal_logs_on_random_scenarios(engine: str, scenario: Scenario) -> None:
    """Whatever the scenario, requests, statements, samples, counters and books are equal."""
    note(scenario.model_dump_json())
    reference = simulate(scenario, engine="reference")
    for word in sorted(features(reference)):
        event(word)
    assert differences(simulate(scenario, engine=engine), reference) == []


@pytest.mark.parametrize("engine", OTHERS)
@settings(max_examples=MORE or 200)
@given(case=scripted())
def test_engines_give_equal_logs_on_random_schedules(engine: str, case: Scripted) -> None:
    """Requests that meet completions, expiries and each other at one instant change nothing."""
    note(case.scenario.model_dump_json())
    note(str([block._asdict() for block in case.requests]))
    reference = simulate(case.scenario, engine="reference", requests=case.requests)
    ours = simulate(case.scenario, engine=engine, requests=case.requests)
    assert differences(ours, reference) == []


@pytest.mark.parametrize("engine", OTHERS)
@settings(max_examples=MORE or 80)
@given(scenario=scenarios(), size=st.sampled_from((10, 50)))
def test_engines_give_equal_logs_whatever_the_size_of_blocks(
    engine: str, scenario: Scenario, size: int
) -> None:
    """Requests come in blocks; what is under way when one ends goes on in the next."""
    note(scenario.model_dump_json())
    with patch.object(requests, "BLOCK", size):
        reference = simulate(scenario, engine="reference")
        assert differences(simulate(scenario, engine=engine), reference) == []


WORDS = {
    "fresh_hit",
    "negative_hit",
    "early_hit",
    "coalesced_wait",
    "miss_load",
    "shed",
    "timeout",
    "acknowledged",
    "stale read",
    "two versions behind",
    "refusal",
    "queueing",
    "redundant load",
    "eviction",
    "expiry",
    "refused set",
    "prefetch used",
    "prefetch wasted",
    "dirty keys",
    "retried read",
    "retried write",
    "retry out of budget",
    "hedge",
    "abandoned work",
    "second copy",
    "read of a list",
    "stale list",
    "superseded write",
    "arrivals at one instant",
    "arrival at a completion",
    "two completions at one instant",
}


def test_the_random_worlds_are_diverse() -> None:
    """Among the random scenarios and schedules everything happens that can happen."""
    seen: Counter[str] = Counter()

    @settings(max_examples=200, derandomize=True)
    @given(scenario=scenarios())
    def look_at_scenarios(scenario: Scenario) -> None:
        seen.update(features(simulate(scenario)))

    @settings(max_examples=200, derandomize=True)
    @given(case=scripted())
    def look_at_schedules(case: Scripted) -> None:
        seen.update(features(simulate(case.scenario, requests=case.requests)))

    look_at_scenarios()
    look_at_schedules()
    assert WORDS - seen.keys() == set()
