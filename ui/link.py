"""The bench as a link and as a file, and back; a door judges what comes in."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from simulator import ScenarioError
from ui.bench import STACKS, Bench
from ui.door import STRICT, Door
from ui.fields import tag_value
from ui.fitting import (
    LISTS,
    VARIED,
    baseline_in,
    fitting,
    guards_in,
    one_of,
    replications_in,
    rivals_in,
)
from ui.openings import SHARED, opened, told

DEEP = "this is not JSON: nested too deeply; export a scenario to see one"
NONE = "none"
"""How an empty value is written in a link."""


def from_query(query: Mapping[str, str], own: str = SHARED, door: Door = STRICT) -> Bench:
    """The bench that a link's parameters describe, from an opening."""
    return opened(own, {name: read(text) for name, text in query.items()}, door)


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
    short = f"{value:g}" if isinstance(value, float) else str(value)
    return short if not isinstance(value, float) or float(short) == value else repr(value)


def from_json(content: bytes | str, door: Door = STRICT) -> Bench:
    """The bench in an exported file."""
    return from_plan(decoded(content), door)


def from_plan(plan: dict[str, Any], door: Door = STRICT) -> Bench:
    """The bench in plain data: a scenario, with the compared strategies or without."""
    rivals, guards = (taken(plan, name, usual, door) for name, usual in LISTS)
    varied, replications = plan.pop("varied", VARIED[0]), plan.pop("replications", 1)
    baseline = plan.pop("baseline", "")
    try:
        scenario = fitting(door.scenario(plan), door)
    except RecursionError:
        raise ScenarioError(DEEP) from None
    contenders = rivals_in(scenario, rivals, door)
    return Bench(
        scenario,
        contenders,
        guards_in(scenario, guards, door),
        one_of("varied", varied, VARIED, door),
        replications_in(replications, door),
        baseline_in(baseline, contenders, door),
    )


def taken(
    plan: dict[str, Any], name: str, usual: Iterable[str], door: Door
) -> list[dict[str, Any]]:
    """Take a list of what is compared out of a plan; the usual ones where there is none."""
    usual_ones = [{"name": each} for each in usual]
    own = plan.pop(name, None)
    if own is None:
        return usual_ones
    if not isinstance(own, list) or not all(isinstance(each, dict) for each in own):
        rule = f"{name} must be a list of settings"
        door.refuse(rule, "export a scenario to see one", "the usual ones are taken")
        return usual_ones
    return own


def decoded(content: bytes | str) -> dict[str, Any]:
    """A JSON text as a mapping; raises ScenarioError for anything else."""
    try:
        plan = json.loads(content)
    except RecursionError:
        raise ScenarioError(DEEP) from None
    except ValueError as error:
        raise ScenarioError(f"this is not JSON: {error}; export a scenario to see one") from None
    if not isinstance(plan, dict):
        raise ScenarioError("a scenario is a JSON object in braces; export one to see it")
    return plan


def to_json(bench: Bench) -> str:
    """The bench as a file: the scenario, with the compared strategies and protections."""
    plan = bench.scenario.model_dump(mode="json")
    for (name, _), chosen in zip(LISTS, (bench.contenders, bench.guards), strict=True):
        plan[name] = [each.model_dump(mode="json") for each in chosen]
    plan["varied"] = bench.varied
    plan |= {"replications": bench.replications, "baseline": bench.baseline}
    return json.dumps(plan, indent=2)


def names(bench: Bench) -> list[str]:
    """The names of the compared strategies."""
    return [tag_value(each) for each in bench.contenders]
