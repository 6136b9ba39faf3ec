"""Capsules: runs as plain values that anybody can run again, with a hash of what they came to."""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from simulator.scenario import Scenario
from simulator.sentences import ScenarioError, parse
from simulator.version import VERSION

KIND = "cache-strategy-lab capsule"
MOST_RUNS = 12
"""More runs than this in one capsule are refused."""

Figures = Mapping[str, float | int | None]


class Run(NamedTuple):
    """A scenario under a name, and the figures it came to."""

    name: str
    scenario: Scenario
    figures: Figures


class Capsule(NamedTuple):
    """Some runs, and the version of the lab that made them."""

    version: str
    runs: tuple[Run, ...]


def result_hash(figures: Figures) -> str:
    """Twelve hex digits that name figures, to the last bit."""
    text = json.dumps(dict(figures), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def sealed(runs: Iterable[Run]) -> str:
    """Runs as the text of a capsule."""
    return json.dumps({"kind": KIND, "version": VERSION, "runs": [*map(packed, runs)]}, indent=2)


def packed(run: Run) -> dict[str, Any]:
    """One run as plain values."""
    return {
        "name": run.name,
        "seed": run.scenario.seed,
        "scenario_hash": run.scenario.hash(),
        "result_hash": result_hash(run.figures),
        "scenario": run.scenario.model_dump(mode="json"),
        "summary": dict(run.figures),
    }


def is_capsule(data: Any) -> bool:
    """Does plain data claim to be a capsule?"""
    return isinstance(data, dict) and data.get("kind") == KIND


def opened(data: Mapping[str, Any]) -> Capsule:
    """The runs in a capsule's plain data; raises ScenarioError with one sentence."""
    runs = data.get("runs")
    if not isinstance(runs, list) or not 1 <= len(runs) <= MOST_RUNS:
        count = len(runs) if isinstance(runs, list) else "none"
        raise ScenarioError(f"a capsule must have 1 to {MOST_RUNS} runs, got {count}; save it anew")
    return Capsule(str(data.get("version"))[:20], tuple(map(unpacked, runs)))


def unpacked(data: Any) -> Run:
    """One run from plain values; raises ScenarioError."""
    parts = [data.get(name) for name in ("scenario", "summary")] if isinstance(data, dict) else [0]
    if not all(isinstance(part, dict) for part in parts):
        raise ScenarioError("a run in a capsule must have a scenario and a summary; save it anew")
    figures = {str(name): number(name, value) for name, value in data["summary"].items()}
    if data.get("result_hash") != result_hash(figures):
        raise ScenarioError(
            f"result_hash must be that of the summary, {result_hash(figures)}, got "
            f"{str(data.get('result_hash'))[:20]!r}; the capsule was changed, save it anew"
        )
    return Run(str(data.get("name"))[:60], parse(data["scenario"]), figures)


def number(name: str, value: Any) -> float | int | None:
    """A figure of a summary; raises ScenarioError."""
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    if value is None or (plain and math.isfinite(value)):
        return value  # type: ignore[no-any-return]
    raise ScenarioError(f"summary.{name} must be a number or null, got {value!r:.40}; save it anew")


def differing(told: Figures, found: Figures) -> dict[str, tuple[Any, Any]]:
    """Figures that are not equal to the last bit: what was told, and what was found."""
    names = [*told, *(name for name in found if name not in told)]
    pairs = {name: (told.get(name), found.get(name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
