"""Scenarios: frozen plain values that survive their own JSON."""

import json
from typing import Any

import pytest

from simulator import Scenario, parse


def test_nothing_given_is_the_default() -> None:
    """An empty mapping is the default experiment: cache-aside, 500/s, 120 s."""
    scenario: Any = parse({})
    assert scenario == Scenario()
    assert scenario.strategy.name == "cache-aside"
    assert (scenario.workload.rate_rps, scenario.workload.duration_s) == (500, 120)


def test_a_scenario_survives_its_own_json() -> None:
    """Dump and parse give the same scenario, protections included."""
    scenario = parse({"protections": [{"name": "ttl-jitter"}, {"name": "single-flight"}]})
    assert parse(scenario.model_dump_json()) == scenario


def test_the_hash_names_content_and_not_the_name() -> None:
    """Another seed is another hash; another name or spelling of a number is not."""
    plain: dict[str, Any] = {"seed": 1, "workload": {"rate_rps": 500}}
    assert parse(plain).hash() == parse({"name": "mine", "workload": {"rate_rps": 500.0}}).hash()
    assert parse(plain).hash() != parse({"seed": 2}).hash()
    assert len(parse(plain).hash()) == 12


def test_a_scenario_cannot_be_changed() -> None:
    """Values are frozen once they are in."""
    with pytest.raises(ValueError, match="frozen"):
        parse({}).seed = 2


def test_the_schema_is_plain_json() -> None:
    """The schema can be printed and has every section."""
    schema = json.loads(json.dumps(Scenario.model_json_schema()))
    sections = {"workload", "client", "cache", "database", "strategy", "protections", "seed"}
    assert sections <= schema["properties"].keys()
