"""Capsules: out and in again, and what was changed in them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as any_of

from metrics import report
from simulator import Scenario, ScenarioError, simulate
from simulator.capsule import MOST_RUNS, Run, differing, is_capsule, opened, result_hash, sealed
from tests.worlds import ideal

SCENARIO = ideal(ttl_s=1, duration_s=5, keys=20)
RUN = Run("short", SCENARIO, {"hit_ratio": 0.1 + 0.2, "reads": 7, "lost": None})


def data(**changes: Any) -> dict[str, Any]:
    """A capsule with one run, with changes to that run."""
    whole: dict[str, Any] = json.loads(sealed([RUN]))
    whole["runs"][0] |= changes
    return whole


def test_a_capsule_gives_its_runs_again() -> None:
    """To the last bit."""
    assert is_capsule(data())
    assert opened(data()).runs == (RUN,)


def test_a_run_repeated_has_the_figures_of_its_capsule() -> None:
    """Same seed, scenario and version: the same numbers."""
    figures = report(simulate(SCENARIO)).figures
    told = opened(json.loads(sealed([Run("a", SCENARIO, figures)]))).runs[0]
    assert differing(told.figures, report(simulate(told.scenario)).figures) == {}


def test_what_differs_is_named_with_both_values() -> None:
    """Also what only one side has."""
    found = differing({"a": 1, "b": 2.0, "c": None}, {"a": 1, "b": 2.5, "d": 3})
    assert found == {"b": (2.0, 2.5), "d": (None, 3)}


@pytest.mark.parametrize(
    ("capsule", "sentence"),
    [
        (data(summary={"hit_ratio": 0.31}), "the capsule was changed"),
        (data(summary={"hit_ratio": "high"}), "summary.hit_ratio must be a number or null"),
        (data(summary=[]), "must have a scenario and a summary"),
        (data(scenario=7), "must have a scenario and a summary"),
        (data(scenario={"seed": -1}), "seed must be at least 0"),
        ({"runs": []}, "a capsule must have 1 to 12 runs, got 0"),
        ({"runs": [{}] * (MOST_RUNS + 1)}, "got 13"),
        ({}, "got none"),
        ({"runs": [7]}, "must have a scenario and a summary"),
    ],
)
def test_a_broken_capsule_is_told_in_a_sentence(capsule: Any, sentence: str) -> None:
    """What, the value, the rule, the way out."""
    with pytest.raises(ScenarioError, match=sentence):
        opened(capsule)


@given(any_of.dictionaries(any_of.text(), any_of.none() | any_of.floats(allow_nan=False)))
def test_the_hash_of_figures_survives_a_file(figures: dict[str, float | None]) -> None:
    """Equal figures, equal hash."""
    assert result_hash(json.loads(json.dumps(figures))) == result_hash(figures)


def test_a_name_does_not_count() -> None:
    """The scenario's hash is that of its content."""
    assert data()["runs"][0]["scenario_hash"] == SCENARIO.hash() != Scenario().hash()
