"""One published workload as settings of a scenario."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.scenario import Scenario
from simulator.sentences import parse

DATA = Path(__file__).parent / "data"
MOST_KEYS = 1_000_000
"""Nor has one more keys than the slider: drawing from a law of more takes long to prepare."""
BUSIEST_RPS = 20_000.0
"""No preset is faster than the slider goes: a run would be over before a TTL is."""
MOST_REQUESTS = 1_000_000
SHORTEST_S, USUAL_S = 10.0, 120.0


@dataclass(frozen=True)
class Preset:
    """Settings that differ from the defaults, where they are from, and what they lack."""

    name: str
    title: str
    source: str
    settings: dict[str, Any]
    left_out: tuple[str, ...]

    def scenario(self) -> Scenario:
        """The preset's workload in the default world."""
        return parse({"name": self.name} | self.settings)


def rows(file: str) -> Iterator[dict[str, str]]:
    """The rows of one of the tables."""
    with (DATA / file).open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table)


def pace(rate_rps: float) -> tuple[dict[str, float], list[str]]:
    """Rate and duration of a playable run, and what that leaves out."""
    rate = min(rate_rps, BUSIEST_RPS)
    duration_s = max(SHORTEST_S, min(USUAL_S, float(f"{MOST_REQUESTS / rate:.2g}")))
    notes = [f"the rate of {rate_rps:,.0f} /s is cut to {rate:,.0f} /s"] if rate < rate_rps else []
    return {"rate_rps": rate, "duration_s": duration_s, "warmup_s": duration_s / 6}, notes


def limited(keys: float) -> tuple[int, list[str]]:
    """A playable number of keys, and what that leaves out."""
    whole = max(1, round(keys))
    notes = [f"the {whole:,} keys are cut to {MOST_KEYS:,}"] if whole > MOST_KEYS else []
    return min(whole, MOST_KEYS), notes
