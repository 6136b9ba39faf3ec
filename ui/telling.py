"""Telling: a lesson's texts with their fields filled from its trials. No number is typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lessons.lesson import Lesson
from lessons.trial import Trial, Trials, Value
from metrics.words import readable
from strategies.parameters import Settings
from ui.fields import extra

NOTHING = "none"
HUNDRED = 100


@dataclass(frozen=True)
class Setting:
    """A part of a scenario whose attributes are told as a person says them."""

    node: Any

    def __getattr__(self, name: str) -> Any:
        """A deeper part, or a value in the unit of its declaration."""
        value = getattr(self.node, name)
        if isinstance(value, Settings | tuple):
            return Setting(value)
        unit = extra(type(self.node).model_fields[name]).get("unit", "")
        return spoken(value, unit)

    def __getitem__(self, place: int) -> "Setting":
        """One of a stack."""
        return Setting(self.node[place])


@dataclass(frozen=True)
class Said:
    """Values of a trial by the name of their measure, in words."""

    values: Mapping[str, Value]
    units: Mapping[str, str]

    def __getattr__(self, name: str) -> str:
        """A value with its unit; what is counted stands in the text."""
        unit = self.units[name]
        return spoken(self.values[name], unit if unit in {"s", "1", "1/s"} else "")


@dataclass(frozen=True)
class World:
    """What a text may mention of a world: its measures, `law` and `scenario`."""

    trial: Trial
    units: Mapping[str, str]

    def __getattr__(self, name: str) -> Any:
        """Measures, unless it is one of the two."""
        if name == "law":
            return Said(self.trial.laws, self.units)
        if name == "scenario":
            return Setting(self.trial.scenario)
        return getattr(Said(self.trial.values, self.units), name)


class Words(dict[str, Any]):
    """All that a text may mention; a number of the lesson's own is made only when asked for."""

    def __init__(self, lesson: Lesson, trials: Trials) -> None:
        """The worlds are at hand."""
        units = {each.name: each.basic_unit for each in lesson.measures}
        super().__init__({name: World(each, units) for name, each in trials.items()})
        self.lesson, self.trials = lesson, trials

    def __missing__(self, name: str) -> str:
        """Make the number."""
        number = self.lesson.numbers[name]
        return spoken(number.of(self.trials), number.unit)


def tell(text: str, lesson: Lesson, trials: Trials) -> str:
    """A text with its fields filled."""
    return text.strip().format_map(Words(lesson, trials))


def spoken(value: Value | str, unit: str) -> str:
    """A value as it stands within a sentence: at most three digits that count."""
    if value is None or isinstance(value, str):
        return value or NOTHING
    if unit == "1/s":
        return f"{rounded(value)} times a second"
    return readable(value, unit) if unit in {"s", "1"} else f"{rounded(value)} {unit}".rstrip()


def rounded(value: float) -> str:
    """Three digits that count, all those before the point."""
    return f"{value:,.0f}" if abs(value) >= HUNDRED else f"{float(f'{value:.3g}'):g}"
