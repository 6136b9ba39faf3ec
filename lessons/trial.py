"""Trials: a lesson's worlds after their runs, with what the closed forms say of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from metrics import DECLARATIONS, Report
from simulator import Scenario

Value = float | int | None
"""A figure; None where it cannot apply."""
Of = Callable[[Report], Value]
Law = Callable[[Scenario], Value]


@dataclass(frozen=True)
class Measure:
    """What a lesson looks at in each of its worlds: a metric, or something made of metrics.

    `law` is the closed form; it answers None for a world in which it does not hold. `title` and
    `unit` are those of the metric unless given.
    """

    name: str
    title: str = ""
    unit: str = ""
    of: Of | None = None
    law: Law | None = None

    @property
    def heading(self) -> str:
        """What it is called on a chart."""
        return self.title or DECLARATIONS[self.name].title

    @property
    def basic_unit(self) -> str:
        """The unit of its values."""
        return self.unit or ("" if self.of else DECLARATIONS[self.name].unit)

    def read(self, report: Report) -> Value:
        """Its value in a run."""
        return self.of(report) if self.of else report.figures[self.name]

    def expect(self, scenario: Scenario) -> Value:
        """Its value by theory."""
        return self.law(scenario) if self.law else None


@dataclass(frozen=True)
class Trial:
    """One world, the values of the lesson's measures in it, and those by theory."""

    scenario: Scenario
    values: Mapping[str, Value]
    laws: Mapping[str, Value]

    def __getitem__(self, name: str) -> float:
        """A measured value that must be there."""
        value = self.values[name]
        assert value is not None, f"{name} does not apply to this world"
        return value

    def law(self, name: str) -> float:
        """A value by theory that must be there."""
        value = self.laws[name]
        assert value is not None, f"no closed form of {name} holds in this world"
        return value


Trials = Mapping[str, Trial]
"""A lesson's worlds by name."""


def tried(measures: tuple[Measure, ...], reports: Mapping[str, Report]) -> dict[str, Trial]:
    """The trials that some runs amount to."""
    return {name: trial(measures, report) for name, report in reports.items()}


def trial(measures: tuple[Measure, ...], report: Report) -> Trial:
    """One world after its run."""
    values = {each.name: each.read(report) for each in measures}
    laws = {each.name: each.expect(report.scenario) for each in measures}
    return Trial(report.scenario, values, laws)


def by_theory(trials: Trials) -> dict[str, Trial]:
    """The trials as theory says they should be; what no closed form covers stays as measured."""
    return {name: predicted(each) for name, each in trials.items()}


def predicted(each: Trial) -> Trial:
    """One trial with each value replaced where a closed form holds."""
    known = {name: value for name, value in each.laws.items() if value is not None}
    return Trial(each.scenario, {**each.values, **known}, each.laws)
