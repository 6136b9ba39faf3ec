"""Changes to a scenario, given as text: `workload.rate_rps=1000`, `strategy=write-behind`."""

import json
from typing import Any

from simulator.scenario import Scenario
from simulator.sentences import ScenarioError, parse

TAGS = ("name", "law")
"""The fields that say which variant some settings are."""


def changed(scenario: Scenario, *changes: str) -> Scenario:
    """The scenario with fields changed, checked when all are in place; raises ScenarioError."""
    data = scenario.model_dump(mode="json")
    for change in changes:
        path, equals, text = change.partition("=")
        if not equals or not path:
            raise ScenarioError(f"a change must read PATH=VALUE, got {change!r}; put in the =")
        put(data, path.split("."), plain_value(text), path)
    return parse(data)


def plain_value(text: str) -> Any:
    """A number, a list or whatever else JSON knows; anything else is a word."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def put(data: Any, path: list[str], value: Any, whole: str) -> None:
    """Put a value into nested plain data."""
    for part in path[:-1]:
        data = step_into(data, part, whole)
    last: Any = int(path[-1]) if isinstance(data, list) and path[-1].isdigit() else path[-1]
    try:
        old = data.get(last) if isinstance(data, dict) else data[last]
        data[last] = named(old, value)
    except (TypeError, IndexError):
        raise no_such_field(whole) from None


def step_into(data: Any, part: str, whole: str) -> Any:
    """One level deeper."""
    try:
        inner = data[place_of(data, part)] if isinstance(data, list) else data[part]
    except (KeyError, IndexError, ValueError, TypeError):
        raise no_such_field(whole) from None
    if not isinstance(inner, dict | list):
        raise no_such_field(whole)
    return inner


def place_of(stack: list[Any], part: str) -> int:
    """Where a member of a stack is, given its place or its name."""
    names = [each.get("name") if isinstance(each, dict) else None for each in stack]
    return names.index(part) if part in names else int(part)


def no_such_field(path: str) -> ScenarioError:
    """The sentence for a path that leads nowhere."""
    return ScenarioError(
        f"{path} is not a parameter of this scenario; `python -m simulator schema` lists them"
    )


def named(old: Any, value: Any) -> Any:
    """A variant may be given by its name alone: it then has its defaults."""
    for tag in TAGS:
        if isinstance(old, dict) and tag in old and isinstance(value, str):
            return {tag: value}
    return value
