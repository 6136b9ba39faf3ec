"""Worlds for lessons: a scenario in one call, realistic or bare."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from simulator import Scenario, parse

Plain = Mapping[str, Any]
NOTHING: Plain = MappingProxyType({})

SINGLE_FLIGHT: dict[str, Any] = {"name": "single-flight"}
UNIFORM: dict[str, Any] = {"law": "uniform"}

BARE: Mapping[str, Plain] = MappingProxyType(
    {
        "workload": {"read_share": 1.0, "keys": 1, "warmup_s": 10},
        "client": {"nodes": 1},
        "cache": {"round_trip_s": 0.0, "service_s": 0.0},
        "database": {"connections": None, "read_s": 0.0, "write_s": 0.0, "service": "constant"},
    }
)
"""One node reads one key; nothing takes time or queues. What a lesson is about is added to it."""


def world(
    strategy: str = "cache-aside",
    protections: Sequence[Plain] = (),
    faults: Sequence[Plain] = (),
    rules: Plain = NOTHING,
    **sections: Any,
) -> Scenario:
    """The lab's defaults but for some sections of the scenario and some rules of the strategy."""
    plan = {name: dict(section) for name, section in sections.items()}
    stacks = {"protections": list(map(dict, protections)), "faults": list(map(dict, faults))}
    return parse({**plan, **stacks, "strategy": {"name": strategy, **rules}})


def bare(
    strategy: str = "cache-aside",
    protections: Sequence[Plain] = (),
    faults: Sequence[Plain] = (),
    rules: Plain = NOTHING,
    **sections: Any,
) -> Scenario:
    """The bare world but for what is given."""
    plan = {name: {**plain, **sections.get(name, {})} for name, plain in BARE.items()}
    return world(strategy, protections, faults, rules, **plan)


def reads_rps(scenario: Scenario) -> float:
    """Reads a second, of all keys."""
    return scenario.workload.rate_rps * scenario.workload.read_share


def writes_rps(scenario: Scenario) -> float:
    """Writes a second, of all keys."""
    return scenario.workload.rate_rps * (1 - scenario.workload.read_share)


def strategy_of(scenario: Scenario) -> str:
    """The strategy's name."""
    return str(scenario.strategy.model_dump()["name"])


def rule(scenario: Scenario, name: str) -> Any:
    """A setting of the strategy, such as its TTL."""
    return getattr(scenario.strategy, name)


def protected(scenario: Scenario) -> tuple[str, ...]:
    """The names of the protections, in their order."""
    return tuple(str(each.model_dump()["name"]) for each in scenario.protections)
