"""The bench as a link and as a file, and back. Bad input raises ScenarioError with one sentence."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from simulator import ScenarioError, parse
from ui.bench import LISTS, STACKS, VARIED, Bench, checked, contender, guard
from ui.fields import tag_value
from ui.openings import SHARED, opened, told

NONE = "none"
"""How an empty value is written in a link."""


def from_query(query: Mapping[str, str], own: str = SHARED) -> Bench:
    """The bench that a link's parameters describe, from an opening."""
    return opened(own, {name: read(text) for name, text in query.items()})


def to_query(bench: Bench, own: str = SHARED) -> dict[str, str]:
    """The link's parameters: what differs from the opening."""
    flat = told(bench, own).items()
    return {n: written(None if n in STACKS and not value else value) for n, value in flat}


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
    rivals, guards = (taken(plan, *each) for each in LISTS)
    varied = plan.pop("varied", VARIED[0])
    scenario = parse(plan)
    return checked(
        scenario,
        (contender(scenario, str(each.get("name")), each) for each in rivals),
        (guard(scenario, str(each.get("name")), each) for each in guards),
        str(varied),
    )


def taken(plan: dict[str, Any], name: str, usual: Iterable[str]) -> list[dict[str, Any]]:
    """Take a list of what is compared out of a plan; the usual ones where there is none."""
    own = plan.pop(name, None)
    own = [{"name": each} for each in usual] if own is None else own
    if not isinstance(own, list) or not all(isinstance(each, dict) for each in own):
        raise ScenarioError(f"{name} must be a list of settings; export a scenario to see one")
    return own


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
    """The bench as a file: the scenario, with the compared strategies and protections."""
    plan = bench.scenario.model_dump(mode="json")
    for (name, _), chosen in zip(LISTS, (bench.contenders, bench.guards), strict=True):
        plan[name] = [each.model_dump(mode="json") for each in chosen]
    plan["varied"] = bench.varied
    return json.dumps(plan, indent=2)


def names(bench: Bench) -> list[str]:
    """The names of the compared strategies."""
    return [tag_value(each) for each in bench.contenders]
