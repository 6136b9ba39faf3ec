"""What a lesson is: plain values, and conditions on the runs of its worlds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic.fields import FieldInfo

from charts.multiples import Measure as Course
from lessons.question import Question
from lessons.trial import Measure, Trials
from simulator import Scenario
from simulator.changes import changed
from strategies.parameters import Settings


@dataclass(frozen=True)
class Number:
    """A number that a text mentions and no measure is: made of the trials, with its unit."""

    of: Callable[[Trials], float]
    unit: str = ""


@dataclass(frozen=True)
class Diagram:
    """A real request of a variant's small run, one that ended so, as the handbook shows it."""

    kind: str
    name: str
    ended: str


@dataclass(frozen=True)
class Control:
    """The parameter that a learner may move after the reveal, and where to.

    `moves` names the worlds that follow; empty for all.
    """

    path: str
    stops: tuple[float, ...]
    moves: tuple[str, ...] = ()

    def value(self, scenario: Scenario) -> float:
        """Where it stands in a world."""
        node: object = scenario
        for part in self.path.split("."):
            node = below(node, part)
        assert isinstance(node, int | float)
        return node

    def field(self, scenario: Scenario) -> FieldInfo:
        """The parameter's declaration."""
        *path, last = self.path.split(".")
        node: object = scenario
        for part in path:
            node = below(node, part)
        assert isinstance(node, Settings)
        return type(node).model_fields[last]

    def moved(self, worlds: Mapping[str, Scenario], value: float) -> dict[str, Scenario]:
        """The worlds with the parameter at another value."""
        change = f"{self.path}={value!r}"
        return {
            name: changed(each, change) if name in (self.moves or worlds) else each
            for name, each in worlds.items()
        }


def below(node: object, part: str) -> object:
    """One level deeper into a scenario."""
    return node[int(part)] if isinstance(node, tuple) else getattr(node, part)


@dataclass(frozen=True)
class Lesson:
    """A lesson of some minutes. Texts are Markdown with fields, such as {none.hit_ratio}.

    A field names a world and a measure of it: {none.hit_ratio} is measured, {none.law.hit_ratio}
    is by theory, {none.scenario.strategy.ttl_s} is a setting, and a name alone is one of
    `numbers`. `belief` is what many think and the run refutes. Worlds meet the same requests;
    the first is the one that other pages open with. `formula` is LaTeX.
    """

    place: int
    title: str
    minutes: int
    goal: str
    belief: str
    prose: str
    worlds: Mapping[str, Scenario]
    measures: tuple[Measure, ...]
    predict: Question
    observe: tuple[str, ...]
    formula: str
    explanation: str
    exercises: tuple[Question, ...]
    reading: tuple[str, ...]
    control: Control
    lines: tuple[Course, ...] = ()
    diagrams: tuple[Diagram, ...] = ()
    numbers: Mapping[str, Number] = field(default_factory=dict)
    opens: str = ""
    """The world that other pages open with; the first one if empty."""

    @property
    def opening(self) -> Scenario:
        """The scenario for other pages."""
        return self.worlds[self.opens or next(iter(self.worlds))]

    @property
    def moved_first(self) -> Scenario:
        """The first of the worlds that follow the control."""
        return self.worlds[next(iter(self.control.moves or self.worlds))]
