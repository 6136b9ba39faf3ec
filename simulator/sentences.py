"""Bad input in one sentence: what, the rule, the value, the way out."""

import json
from collections.abc import Mapping
from typing import Any

from simulator.repair import repaired, shorten
from simulator.scenario import Scenario

__all__ = ["ScenarioError", "parse", "shorten"]


class ScenarioError(ValueError):
    """Input that is no scenario. The text is one sentence for the person who gave it."""


def parse(content: str | bytes | Mapping[str, Any]) -> Scenario:
    """The scenario in a JSON text or a mapping; raises ScenarioError with one sentence."""
    try:
        scenario, complaints = repaired(
            content if isinstance(content, Mapping) else json.loads(content)
        )
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else "nested too deeply"
        raise ScenarioError(f"this is not JSON: {reason}; export a scenario to see one") from None
    if complaints:
        raise ScenarioError(complaints[0].refusal)
    return scenario
