"""Confidence intervals over replications, and paired differences: how much of a figure is chance.

Student's t over independent replications (Law, Simulation Modeling and Analysis, chapters 9, 10).
Replications of several systems under the same seeds are compared pair by pair: what the seed does
to all of them cancels out.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from math import sqrt
from statistics import fmean, stdev
from typing import Any, NamedTuple

from scipy.stats import t as student

CONFIDENCE = 0.95
FEWEST = 2
"""Of fewer values nothing is known about their scatter."""

Number = float | int | None


class Interval(NamedTuple):
    """A mean, and how far from it the true one lies at most, 19 times in 20.

    `half` is None where there is only one value.
    """

    mean: float
    half: float | None
    values: int

    @property
    def shows_difference(self) -> bool:
        """As an interval of differences: does it leave zero out?"""
        return self.half is not None and abs(self.mean) > self.half


def interval(values: Sequence[Number]) -> Interval | None:
    """The interval of the mean of independent values; None where one of them is missing."""
    known = [float(value) for value in values if value is not None]
    if not known or len(known) < len(values):
        return None
    if len(known) < FEWEST:
        return Interval(known[0], None, 1)
    return Interval(fmean(known), factor(len(known)) * stdev(known) / sqrt(len(known)), len(known))


@cache
def factor(values: int) -> float:
    """Student's t for the mean of so many values."""
    return float(student.ppf((1 + CONFIDENCE) / 2, values - 1))


def paired(values: Sequence[Number], baseline: Sequence[Number]) -> Interval | None:
    """The interval of the differences, pair by pair; None where a value is missing."""
    pairs = list(zip(values, baseline, strict=True))
    if any(mine is None or other is None for mine, other in pairs):
        return None
    return interval([mine - other for mine, other in pairs])  # type: ignore[operator]


class Contrast(NamedTuple):
    """One metric of one system: its mean, and its paired difference from the baseline."""

    own: Interval
    difference: Interval | None


Figures = Sequence[Mapping[str, Number]]
Contrasts = dict[str, dict[str, Contrast | None]]
"""By metric, by system; None where a metric does not apply."""
NONE_SHOWN = "no difference shown"


def contrasts(figures: Mapping[str, Figures], baseline: str) -> Contrasts:
    """Every metric of every system's replications; equal places in the lists are pairs."""
    names = dict.fromkeys(name for runs in figures.values() for run in runs for name in run)
    return {name: dict(contrast(name, figures, baseline)) for name in names}


def contrast(
    name: str, figures: Mapping[str, Figures], baseline: str
) -> Iterator[tuple[str, Contrast | None]]:
    """One metric of every system."""
    columns = {system: [run.get(name) for run in runs] for system, runs in figures.items()}
    for system, values in columns.items():
        own = interval(values)
        difference = None if system == baseline else paired(values, columns[baseline])
        yield system, Contrast(own, difference) if own else None


def contrast_rows(
    found: Contrasts, baseline: str, unit_of: Callable[[str], str]
) -> list[list[str]]:
    """Contrasts as rows of text: a column of means and one of differences for each system."""
    systems = list(next(iter(found.values())))
    others = [each for each in systems if each != baseline]
    rows = [["metric", "unit", *systems, *(f"{each} - {baseline}" for each in others)]]
    for name, row in found.items():
        means = [within(each.own) if each else "-" for each in row.values()]
        rows.append([name, unit_of(name), *means, *(told(row[each]) for each in others)])
    return rows


def within(found: Interval) -> str:
    """A mean with its interval."""
    return f"{found.mean:.5g}" if found.half is None else f"{found.mean:.5g} ± {found.half:.2g}"


def told(found: Contrast | None) -> str:
    """A difference with its interval, or that none is shown."""
    if found is None or found.difference is None:
        return "-"
    return within(found.difference) if found.difference.shows_difference else NONE_SHOWN


def as_plain(found: Contrasts) -> dict[str, Any]:
    """Contrasts as plain values."""
    return {
        name: {system: plain(each) for system, each in row.items() if each}
        for name, row in found.items()
    }


def plain(found: Contrast) -> dict[str, Any]:
    """One contrast as plain values."""
    own, difference = found
    values = {"mean": own.mean, "half_width_95": own.half}
    if difference:
        values |= {"difference": difference.mean, "difference_half_width_95": difference.half}
    return values
