"""The report: all figures of a run and its course over time, folded from the log."""

from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import pandas as pd

from metrics.causes.base import Cause, Finding
from metrics.causes.shelf import CAUSES, explained
from metrics.family import Family, Number, Span
from metrics.incidents import Incident
from metrics.phases import phases
from metrics.seen import Seen
from metrics.shelf import DECLARATIONS, FAMILIES
from metrics.timeline import Timeline
from simulator.log import Chunk, Log, Requests, Statements, rows_of


@dataclass(frozen=True)
class Report:
    """What a run came to. `figures` by metric name, `timeline` one row a window.

    `findings` tell what happened and why, `incidents` what came of the faults, `phases` the
    figures before, during and after them.
    """

    scenario: Any
    engine: str
    figures: dict[str, Number]
    timeline: pd.DataFrame
    findings: tuple[Finding, ...] = field(default=(), kw_only=True)
    incidents: tuple[Incident, ...] = field(default=(), kw_only=True)
    phases: pd.DataFrame = field(default_factory=pd.DataFrame, kw_only=True)


class Fold:
    """Takes a run's chunks as they come, in bounded memory; `report` answers at any time."""

    def __init__(self, scenario: Any) -> None:
        """Count from the end of the warm-up to the last arrival."""
        workload = scenario.workload
        self.span = Span(workload.warmup_s, workload.duration_s)
        self.families: tuple[Family, ...] = tuple(family(self.span) for family in FAMILIES)
        self.causes: tuple[Cause, ...] = tuple(cause(scenario) for cause in CAUSES)
        self.timeline = Timeline(workload.duration_s)

    def take(self, chunk: Chunk) -> None:
        """Count a chunk."""
        if isinstance(chunk, Requests):
            counted = after(chunk, self.span.start_s)
            for family in self.families:
                family.requests(counted)
            self.timeline.requests(chunk)
            for cause in self.causes:
                cause.requests(chunk)
        elif isinstance(chunk, Statements):
            for each in self.everyone:
                each.statements(chunk)
        else:
            for each in self.everyone:
                each.samples(chunk)

    @property
    def everyone(self) -> tuple[Timeline | Family | Cause, ...]:
        """All who count."""
        return (self.timeline, *self.families, *self.causes)

    def merge(self, other: Self) -> None:
        """Add what another part of the same run counted."""
        for mine, others in zip(self.families, other.families, strict=True):
            mine.merge(others)
        for cause, theirs in zip(self.causes, other.causes, strict=True):
            cause.merge(theirs)
        self.timeline.merge(other.timeline)

    def report(self, log: Log) -> Report:
        """All figures, in the order of their declaration; losses by cause besides."""
        found: dict[str, Number] = {}
        seen = Seen(log, self.timeline)
        for family in self.families:
            found |= family.figures(log) | family.over_time(seen)
        ordered = {name: found.pop(name, None) for name in DECLARATIONS} | found
        return Report(
            log.scenario,
            log.engine,
            ordered,
            seen.table,
            findings=explained(self.causes, seen, ordered),
            incidents=seen.incidents,
            phases=phases(seen),
        )


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
