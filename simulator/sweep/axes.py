"""Axes: the parameters that a sweep moves, and the values at which it stops."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any, get_args

import numpy as np
from pydantic.fields import FieldInfo

from simulator.changes import TAGS, changed, plain_value
from simulator.scenario import Scenario
from simulator.sentences import ScenarioError
from strategies.parameters import Settings

DIGITS = 6
"""Digits that count in a value between the ends: a wider axis then meets the same values again."""
FEWEST, MOST = 2, 1000
"""Values that an axis may have."""
UNMOVED = ("seed", "name")
"""What tells runs apart without deciding what happens in them, or is the replications' own."""
PARTS = 3
"""START, STOP and STEPS."""


@dataclass(frozen=True)
class Axis:
    """A parameter by its path, as in `strategy.ttl_s`, and the values it takes, in order."""

    path: str
    values: tuple[Any, ...]
    log: bool = False
    """Are the values spread evenly in their logarithm?"""
    spread: bool = False
    """Are those in between computed, so that they are rounded where the parameter is whole?"""


def axis(text: str) -> Axis:
    """The axis in `PATH=START:STOP:STEPS[:log]` or `PATH=VALUE,VALUE,...`; raises ScenarioError."""
    path, equals, rest = text.partition("=")
    if not equals or not path or not rest:
        raise ScenarioError(
            f"an axis must read PATH=START:STOP:STEPS[:log] or PATH=VALUE,VALUE, got {text!r}; "
            "put in what is missing"
        )
    path = variant(path)
    if ":" in rest:
        return spread(path, rest)
    return Axis(path, tuple(dict.fromkeys(plain_value(word) for word in rest.split(","))))


def variant(path: str) -> str:
    """The path of a variant where the one of its name is given: `strategy` for `strategy.name`."""
    head, _, last = path.rpartition(".")
    return head if head and last in TAGS else path


def spread(path: str, text: str) -> Axis:
    """The axis in `START:STOP:STEPS[:log]`."""
    *numbers, last = text.split(":")
    log = last == "log"
    parts = numbers if log else [*numbers, last]
    try:
        start, stop, steps = float(parts[0]), float(parts[1]), int(parts[2])
    except (ValueError, IndexError):
        parts = []
    if len(parts) != PARTS:
        raise ScenarioError(
            f"{path} must be START:STOP:STEPS or START:STOP:STEPS:log, got {text!r}; "
            "give two numbers and a count"
        )
    return between(path, start, stop, steps, log=log)


def between(path: str, start: float, stop: float, steps: int, *, log: bool = False) -> Axis:
    """Evenly spread values from start to stop, both included; raises ScenarioError."""
    if not FEWEST <= steps <= MOST:
        raise ScenarioError(f"{path} must have {FEWEST} to {MOST} steps, got {steps}; change it")
    if not isfinite(start) or not isfinite(stop) or start == stop:
        raise ScenarioError(
            f"{path} must go from one number to another, got {start:g} to {stop:g}; move one end"
        )
    if log and min(start, stop) <= 0:
        raise ScenarioError(
            f"{path} must stay above 0 on a logarithmic axis, got {start:g} to {stop:g}; "
            "raise the lower end or leave out log"
        )
    inner = (np.geomspace if log else np.linspace)(start, stop, steps)[1:-1]
    values = (start, *(float(f"{v:.{DIGITS}g}") for v in inner), stop)
    return Axis(path, values, log, spread=True)


def declared(settings: Any, path: str) -> FieldInfo | None:
    """The declaration of the parameter at a path; None where these settings have none."""
    *parents, last = path.split(".")
    for part in parents:
        settings = member(settings, part)
    return type(settings).model_fields.get(last) if isinstance(settings, Settings) else None


def member(settings: Any, part: str) -> Any:
    """One level deeper; a member of a stack goes by its place or by its name."""
    if not isinstance(settings, tuple):
        return getattr(settings, part, None)
    named = (each for each in settings if getattr(each, "name", None) == part)
    by_place = settings[int(part)] if part.isdigit() and int(part) < len(settings) else None
    return next(named, by_place)


def fitted(one: Axis, scenarios: Iterable[Scenario]) -> Axis:
    """The axis with whole numbers where the parameter is one; raises ScenarioError if none is."""
    fields = [declared(scenario, one.path) for scenario in scenarios]
    field = next((each for each in fields if each is not None), None)
    if field is None or one.path in UNMOVED:
        raise ScenarioError(
            f"{one.path} is not a parameter that a sweep can move here; "
            "`python -m simulator schema` lists them, and replications move the seed"
        )
    whole = field.annotation is int or int in get_args(field.annotation)
    rounds = whole and one.spread
    numbers = [round(v) if rounds and isinstance(v, float) else v for v in one.values]
    return replace(one, values=tuple(dict.fromkeys(numbers)))


def moved(scenario: Scenario, path: str, value: Any) -> Scenario:
    """The scenario at one value of an axis; as it is where it lacks the parameter."""
    if declared(scenario, path) is None:
        return scenario
    word = "null" if value is None else value
    return changed(scenario, f"{path}={str(word).lower() if isinstance(word, bool) else word}")
