"""Bad input in one sentence: what, the rule, the value, the way out."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from simulator.faults.shelf import FAULTS
from simulator.scenario import Scenario
from simulator.workload.arrivals import ARRIVALS
from simulator.workload.popularity import POPULARITIES
from strategies.shelf import PROTECTIONS, STRATEGIES


class ScenarioError(ValueError):
    """Input that is no scenario. The text is one sentence for the person who gave it."""


def parse(content: str | bytes | Mapping[str, Any]) -> Scenario:
    """The scenario in a JSON text or a mapping; raises ScenarioError with one sentence."""
    try:
        data = content if isinstance(content, Mapping) else json.loads(content)
        return Scenario.model_validate(data)
    except ValidationError as error:
        raise ScenarioError(explain(error)) from None
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else "nested too deeply"
        raise ScenarioError(f"this is not JSON: {reason}; export a scenario to see one") from None


def explain(error: ValidationError) -> str:
    """Pydantic's first complaint as one sentence: what, the rule, the value, the way out."""
    first = error.errors(include_url=False, include_context=True)[0]
    path = ".".join(str(part) for part in first["loc"] if not _is_tag(part))
    return sentence(path, first)


def sentence(path: str, complaint: Mapping[str, Any]) -> str:
    """One complaint in the house's words."""
    got = f"got {shorten(complaint['input'])}"
    context = complaint.get("ctx", {})
    rules = {
        "greater_than_equal": "{path} must be at least {ge:g}, {got}; raise it",
        "less_than_equal": "{path} must be at most {le:g}, {got}; lower it",
        "literal_error": "{path} must be one of {expected}, {got}; choose one of them",
        "union_tag_invalid": "{path}: {tag!r} is unknown; choose one of {expected_tags}",
        "union_tag_not_found": "{path} must name its kind, {got}; add a {discriminator} field",
        "extra_forbidden": "{path} is not a parameter; remove it or mend its spelling",
        "value_error": "{error}",
    }
    fallback = "{path} does not fit: {msg}, {got}; see `python -m simulator schema`"
    template = rules.get(complaint["type"], fallback)
    message = complaint["msg"][:1].lower() + complaint["msg"][1:]
    return template.format(path=path or "the scenario", got=got, msg=message, **context)


def shorten(value: Any, limit: int = 60) -> str:
    """A value as a person typed it, cut to a readable length."""
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _is_tag(part: str | int) -> bool:
    """Pydantic puts the chosen variant's name into an error's path; a person did not type it."""
    return part in (*STRATEGIES, *PROTECTIONS, *POPULARITIES, *ARRIVALS, *FAULTS)
