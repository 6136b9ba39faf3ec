"""Moves: the parameters that advice may set, and how far."""

from dataclasses import dataclass
from math import ceil, floor, isfinite, log
from typing import Any, Literal, get_args, get_origin

from simulator.changes import plain_value
from simulator.scenario import Scenario
from simulator.sentences import ScenarioError
from simulator.sweep.axes import declared

DIGITS = 2
"""A setting that is advised has two digits that count: nobody sets 17.83 s."""


FEWEST = 2
"""Values that a move has at least."""


@dataclass(frozen=True)
class Move:
    """A parameter by its path with a range, or with the values it may take."""

    path: str
    low: float = 0.0
    high: float = 0.0
    values: tuple[Any, ...] = ()
    log: bool = False
    whole: bool = False

    def at(self, share: float) -> Any:
        """The value so far along the move, from 0 to 1."""
        if self.values:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        if share in (0.0, 1.0):
            return self.high if share else self.low
        if self.log:
            value = self.low * (self.high / self.low) ** share
        else:
            value = self.low + (self.high - self.low) * share
        rounded = min(max(float(f"{value:.{DIGITS}g}"), self.low), self.high)
        return round(rounded) if self.whole else rounded

    def share(self, value: float) -> float:
        """Where a number lies along the move."""
        if self.log:
            return log(value / self.low) / log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def is_end(self, value: Any) -> bool:
        """Is this one of the two ends of a range?"""
        return not self.values and value in (self.low, self.high)


def move(text: str, scenarios: list[Scenario]) -> Move:
    """The move in `PATH`, `PATH=LOW:HIGH` or `PATH=VALUE,VALUE`; raises ScenarioError.

    The scenario's declaration says whether it is a whole number, and on which scale; without a
    range it is the one that a slider offers; a word may be any that is declared.
    """
    path, equals, rest = text.partition("=")
    field = next((f for each in scenarios if (f := declared(each, path)) is not None), None)
    if field is None or path == "seed":
        raise ScenarioError(
            f"{path or repr(text)} is not a parameter that can be moved here; "
            "`python -m simulator schema` lists them"
        )
    named = words(field) if not equals else ()
    if named or (equals and ":" not in rest):
        values = named or tuple(plain_value(word) for word in rest.split(","))
        return Move(path, values=several(path, tuple(dict.fromkeys(values))))
    return ranged(path, field, rest if equals else None)


def ranged(path: str, field: Any, text: str | None) -> Move:
    """The move over a range, by default a slider's; of a whole number inside the range."""
    extra: Any = field.json_schema_extra or {}
    whole = field.annotation is int or int in get_args(field.annotation)
    low, high = extra.get("slider") or (0.0, 0.0) if text is None else ends(path, text)
    check_ends(path, low, high)
    even = extra.get("scale") != "log" or low <= 0
    if whole:
        low, high = ceil(low), floor(high)
        check_ends(path, low, high)
    return Move(path, low, high, log=not even, whole=whole)


def words(field: Any) -> tuple[Any, ...]:
    """The words that a parameter may be; none where it is a number."""
    if field.annotation is bool:
        return False, True
    return get_args(field.annotation) if get_origin(field.annotation) is Literal else ()


def several(path: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The values, if there is a choice; raises ScenarioError."""
    if len(values) < FEWEST:
        raise ScenarioError(
            f"{path} must move over several values, got {values[0]!r} alone; name another"
        )
    return values


def ends(path: str, text: str) -> tuple[float, float]:
    """The two numbers of a range; raises ScenarioError."""
    try:
        low, high = map(float, text.split(":"))
    except ValueError:
        raise ScenarioError(
            f"{path} must move as in {path}=LOW:HIGH, got {text!r}; give two numbers"
        ) from None
    return low, high


def check_ends(path: str, low: float, high: float) -> None:
    """Raise ScenarioError for a range that is none."""
    if not (isfinite(low) and isfinite(high) and low < high):
        raise ScenarioError(
            f"{path} must move from a number to a larger one, got {low:g} to {high:g}; change it"
        )
