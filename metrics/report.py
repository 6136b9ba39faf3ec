"""The report: all figures of a run and its course over time, folded from the log."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd

from metrics.family import Family, Number, Span
from metrics.shelf import DECLARATIONS, FAMILIES
from metrics.timeline import Timeline
from simulator.log import Chunk, Log, Requests, Samples, Statements, rows_of


@dataclass(frozen=True)
class Report:
    """What a run came to. `figures` by metric name, `timeline` one row a window."""

    scenario: Any
    engine: str
    figures: dict[str, Number]
    timeline: pd.DataFrame


class Fold:
    """Takes a run's chunks as they come, in bounded memory; `report` answers at any time."""

    def __init__(self, scenario: Any) -> None:
        """Count from the end of the warm-up to the last arrival."""
        workload = scenario.workload
        self.span = Span(workload.warmup_s, workload.duration_s)
        self.families: tuple[Family, ...] = tuple(family(self.span) for family in FAMILIES)
        self.timeline = Timeline(workload.duration_s)

    def take(self, chunk: Chunk) -> None:
        """Count a chunk."""
        if isinstance(chunk, Requests):
            self.timeline.requests(chunk)
            counted = after(chunk, self.span.start_s)
            for family in self.families:
                family.requests(counted)
        elif isinstance(chunk, Statements):
            self.timeline.statements(chunk)
            for family in self.families:
                family.statements(chunk)
        else:
            self.samples(chunk)

    def samples(self, chunk: Samples) -> None:
        """Count samples."""
        self.timeline.samples(chunk)
        for family in self.families:
            family.samples(chunk)

    def merge(self, other: Self) -> None:
        """Add what another part of the same run counted."""
        for mine, others in zip(self.families, other.families, strict=True):
            mine.merge(others)
        self.timeline.merge(other.timeline)

    def report(self, log: Log) -> Report:
        """All figures, in the order of their declaration; losses by cause besides."""
        found: dict[str, Number] = {}
        for family in self.families:
            found |= family.figures(log)
        ordered = {name: found.pop(name, None) for name in DECLARATIONS} | found
        return Report(log.scenario, log.engine, ordered, self.timeline.table())


def after(chunk: Requests, start_s: float) -> Requests:
    """The requests that arrived at or after an instant."""
    first = int(np.searchsorted(chunk.at_s, start_s))
    return rows_of(chunk, slice(first, None)) if first else chunk


def report(log: Log) -> Report:
    """The report of a log that holds its chunks."""
    fold = Fold(log.scenario)
    for chunk in log.chunks:
        fold.take(chunk)
    return fold.report(log)


def summarize(log: Log) -> pd.DataFrame:
    """The figures of a log as a tidy table: metric, title, unit, value."""
    figures = report(log).figures
    rows = [(name, *describe(name), value) for name, value in figures.items()]
    return pd.DataFrame(rows, columns=["metric", "title", "unit", "value"])


def describe(name: str) -> tuple[str, str]:
    """A metric's title and unit; losses by cause are declared by their name alone."""
    declaration = DECLARATIONS.get(name)
    return declaration[:2] if declaration else (name.replace("_", " ").capitalize(), "")
