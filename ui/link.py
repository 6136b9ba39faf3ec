"""The bench as a link and as a file, and back. Bad input raises ScenarioError with one sentence."""

import json
from collections.abc import Mapping
from typing import Any

from simulator import ScenarioError, parse
from strategies.shelf import carried
from ui.bench import COMPARED, Bench, assemble, checked, contender, differences
from ui.fields import tag_value

NONE = "none"
"""How an empty value is written in a link."""


def from_query(query: Mapping[str, str]) -> Bench:
    """The bench that a link's parameters describe."""
    return assemble({name: read(text) for name, text in query.items()})


def to_query(bench: Bench) -> dict[str, str]:
    """The link's parameters: what differs from the defaults."""
    return {name: written(value) for name, value in differences(bench).items()}


def read(text: str) -> Any:
    """A link's word as a value: nothing, a number, or the word itself."""
    if text == NONE:
        return None
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def written(value: Any) -> str:
    """A value as a link's word."""
    if value is None:
        return NONE
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def from_json(content: bytes | str) -> Bench:
    """The bench in an exported file: a scenario, with the compared strategies or without."""
    plan = decoded(content)
    strategies = plan.pop("strategies", None)
    scenario = parse(plan)
    own = [{"name": name} for name in COMPARED] if strategies is None else strategies
    if not isinstance(own, list) or not all(isinstance(each, dict) for each in own):
        raise ScenarioError("strategies must be a list of strategies; export a scenario to see one")
    return checked(scenario, (contender(scenario, str(e.get("name")), e) for e in own))


def decoded(content: bytes | str) -> dict[str, Any]:
    """A JSON text as a mapping."""
    try:
        plan = json.loads(content)
    except (ValueError, RecursionError):
        return parse(content).model_dump()
    if not isinstance(plan, dict):
        raise ScenarioError("a scenario is a JSON object in braces; export one to see it")
    return plan


def to_json(bench: Bench) -> str:
    """The bench as a file: the scenario, and the compared strategies where they are not usual."""
    plan = bench.scenario.model_dump(mode="json")
    if bench.contenders != tuple(carried(bench.scenario.strategy, name) for name in COMPARED):
        plan["strategies"] = [each.model_dump(mode="json") for each in bench.contenders]
    return json.dumps(plan, indent=2)


def names(bench: Bench) -> list[str]:
    """The names of the compared strategies."""
    return [tag_value(each) for each in bench.contenders]
