"""Input that is no scenario: what is wrong with it, and the nearest scenario.

Links, files, forms and the command line come through here. Whoever wants only what is legal raises
the first complaint; whoever wants to go on takes the scenario and names what was changed.
"""

from collections.abc import Mapping
from itertools import islice
from typing import Any, NamedTuple

from pydantic import ValidationError

from simulator.scenario import Scenario
from simulator.unfit import Unfit

MOST = 100
"""Input with more than so much wrong in it is no scenario at all."""
MOST_VALUES = 1000
"""Nor is input with more than so many values: mending it would take a long time."""

RULES = {
    "greater_than_equal": ("{path} must be at least {ge:g}, {got}", "raise it"),
    "less_than_equal": ("{path} must be at most {le:g}, {got}", "lower it"),
    "literal_error": ("{path} must be one of {expected}, {got}", "choose one of them"),
    "union_tag_invalid": ("{path}: {tag!r} is unknown", "choose one of {expected_tags}"),
    "union_tag_not_found": ("{path} must name its kind, {got}", "add a {discriminator} field"),
    "extra_forbidden": ("{path} is not a parameter", "remove it or mend its spelling"),
}
"""Complaints by pydantic's name for them: the rule, and the way out."""
OTHERWISE = ("{path} does not fit: {msg}, {got}", "see `python -m simulator schema`")
DEFAULT, LEFT_OUT = "the default is taken", "it is left out"


class Complaint(NamedTuple):
    """What is wrong, the way out for a person, and what was done instead."""

    rule: str
    way_out: str
    repair: str

    @property
    def refusal(self) -> str:
        """The sentence for somebody who must mend it himself."""
        return f"{self.rule}; {self.way_out}" if self.way_out else self.rule

    @property
    def note(self) -> str:
        """The sentence for somebody for whom it was mended."""
        return f"{self.rule}; {self.repair}"


class Repaired(NamedTuple):
    """A scenario, and what had to be changed to make it one: nothing if all was well."""

    scenario: Scenario
    complaints: tuple[Complaint, ...]


def repaired(data: Any) -> Repaired:
    """The scenario nearest to a mapping, or the defaults where there is none."""
    if values(data) > MOST_VALUES:
        return Repaired(Scenario(), (TOO_MUCH,))
    complaints: list[Complaint] = []
    plan = data
    while len(complaints) <= MOST:
        try:
            return Repaired(Scenario.model_validate(plan), tuple(complaints))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            if not isinstance(plan, dict):
                return Repaired(Scenario(), (complaint("", first, DEFAULT),))
            plan = plan if complaints else own(plan)
            complaints.append(mended(plan, first))
    return Repaired(Scenario(), tuple(complaints))


TOO_MUCH = Complaint(
    f"a scenario must have at most {MOST_VALUES:,} values, got more",
    "export one to see what it holds",
    "the defaults are taken",
)


def values(data: Any) -> int:
    """How many values there are in nested plain data; counting ends when there are too many."""
    found, left = 0, [data]
    while left and found <= MOST_VALUES:
        node = left.pop()
        inner = node.values() if isinstance(node, Mapping) else node
        if isinstance(node, Mapping | list | tuple):
            left += islice(inner, MOST_VALUES + 1)
        found += 1
    return found


def own(plan: Any) -> Any:
    """A copy that can be changed, of mappings and lists of any kind."""
    if isinstance(plan, Mapping):
        return {name: own(value) for name, value in plan.items()}
    return [own(value) for value in plan] if isinstance(plan, list | tuple) else plan


def mended(plan: dict[str, Any], error: Mapping[str, Any]) -> Complaint:
    """Change the plan so that this error goes, and say how."""
    reason = error.get("ctx", {}).get("error")
    nearest = dict(reason.nearest) if isinstance(reason, Unfit) else {}
    if nearest:
        told = (told_of(path, put(plan, path.split("."), value)) for path, value in nearest.items())
        return complaint("", error, " and ".join(told))
    loc = error["loc"] or tuple(str(reason).split()[:1][0].split("."))
    *way, last = steps(plan, loc) or [*plan][:1]
    path = ".".join(str(part) for part in (*way, last))
    value = legal(error)
    if value is None:
        take_out(plan, [*way, last])
        unknown = error["type"] == "extra_forbidden" or isinstance(last, int)
        return complaint(path, error, LEFT_OUT if unknown else DEFAULT)
    put(plan, [*way, last], value)
    return complaint(path, error, told_of(path, value))


def steps(plan: Any, loc: tuple[Any, ...]) -> list[Any]:
    """The way to an error as far as the plan has it.

    Pydantic puts the chosen variant's name into the way; a person did not type it.
    """
    way: list[Any] = []
    for part in loc:
        if (isinstance(plan, dict) and part in plan) or (
            isinstance(plan, list) and isinstance(part, int) and part < len(plan)
        ):
            way.append(part)
            plan = plan[part]
    return way


def legal(error: Mapping[str, Any]) -> Any:
    """The nearest legal value, where one is nearest."""
    context = error.get("ctx", {})
    if error["type"] in ("greater_than_equal", "less_than_equal"):
        return context.get("ge", context.get("le"))
    return round(error["input"]) if error["type"] == "int_from_float" else None


def put(plan: Any, way: list[Any], value: Any) -> Any:
    """Set a value in nested plain data, where a section may be missing; answers with the value."""
    for part in way[:-1]:
        plan = plan[int(part)] if isinstance(plan, list) else plan.setdefault(part, {})
    plan[way[-1]] = value
    return value


def take_out(plan: Any, way: list[int | str]) -> None:
    """Remove what stands at the end of a way."""
    for part in way[:-1]:
        plan = plan[part]
    del plan[way[-1]]


def told_of(path: str, value: Any) -> str:
    """What was taken instead, in words."""
    shown = f"{value:,.10g}" if isinstance(value, float | int) else value
    return f"{path} is {shown} now"


def complaint(path: str, error: Mapping[str, Any], repair: str) -> Complaint:
    """One of pydantic's errors in the house's words."""
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        rule, _, way_out = str(context["error"]).rpartition("; ")
        return Complaint(rule or way_out, way_out if rule else "", repair)
    message = error["msg"][:1].lower() + error["msg"][1:]
    words = {"path": path or "the scenario", "got": f"got {shorten(error['input'])}"}
    rule, way_out = (
        each.format(**words, msg=message, **context) for each in RULES.get(error["type"], OTHERWISE)
    )
    return Complaint(rule, way_out, repair)


def shorten(value: Any, limit: int = 60) -> str:
    """A value as a person typed it, cut to a readable length."""
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
