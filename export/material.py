"""What a page has to hand out: its runs, its charts, the way back to it. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from charts.theme import Figure


@dataclass(frozen=True)
class Run:
    """One run behind the charts: its scenario as JSON has it, and its figures by metric."""

    scenario: Mapping[str, Any]
    hash: str
    figures: Mapping[str, float | int | None] = field(default_factory=dict)

    @property
    def seed(self) -> int:
        """Where its chance began."""
        return int(self.scenario["seed"])


@dataclass(frozen=True)
class Question:
    """Something to be thought about first. Markdown; there is no answer before the run."""

    text: str
    answer: str = ""
    options: tuple[str, ...] = ()
    """What can be ticked; none where a number is asked for."""


@dataclass(frozen=True)
class Words:
    """What a lesson says besides its charts, in Markdown.

    `before` is for everybody; `after`, and the formulas in LaTeX, give the answers away.
    """

    before: str = ""
    after: str = ""
    formulas: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    """A page as it stands. `link` opens it again, `with_answers` prints the answers too."""

    title: str
    lead: str
    link: str
    version: str
    runs: Mapping[str, Run]
    figures: tuple[Figure, ...] = ()
    questions: tuple[Question, ...] = ()
    with_answers: bool = False
    words: Words = field(default_factory=Words)
    pinned: Mapping[str, Run] = field(default_factory=dict)
    """Runs that stand behind the charts as thin lines, and beside the page's own in tables."""

    @property
    def answered(self) -> tuple[Question, ...]:
        """The questions whose answers are to be handed out."""
        return tuple(each for each in self.questions if self.with_answers and each.answer)

    @property
    def all_runs(self) -> dict[str, Run]:
        """The page's own runs, then the pinned ones."""
        return {**self.runs, **self.pinned}

    @property
    def citation(self) -> str:
        """One line to quote the page by."""
        beside = f", beside scenario {hashes(self.pinned)}" if self.pinned else ""
        return (
            f"Cache Strategy Lab {self.version}, {self.title}, scenario {hashes(self.runs)}, "
            f"seed {self.seeds}{beside}. {self.link}"
        )

    @property
    def seeds(self) -> str:
        """The seed of all runs, or the seeds."""
        return ", ".join(dict.fromkeys(str(run.seed) for run in self.runs.values()))

    @property
    def caption(self) -> str:
        """What stands below every chart: what was run, in numbers."""
        first = next(iter(self.runs.values())).scenario
        workload, names = first["workload"], ", ".join(self.runs)
        behind = f" · {', '.join(self.pinned)}" if self.pinned else ""
        return (
            f"{names} · {workload['rate_rps']:g} requests/s for {workload['duration_s']:g} s, "
            f"warm-up {workload['warmup_s']:g} s · seed {self.seeds} · lab {self.version}"
            f"{behind}"
        )


def hashes(runs: Mapping[str, Run]) -> str:
    """The names of the runs' scenarios, each once."""
    return ", ".join(dict.fromkeys(run.hash for run in runs.values()))


def parameters(run: Run) -> list[tuple[str, str]]:
    """A run's scenario as rows: the path of each value, and the value in JSON's spelling."""
    return list(rows("", run.scenario))


def rows(path: str, value: Any) -> list[tuple[str, str]]:
    """The plain values below a path."""
    if isinstance(value, Mapping):
        found = [rows(f"{path}.{name}" if path else name, each) for name, each in value.items()]
    elif isinstance(value, list | tuple):
        found = [rows(f"{path}.{place}", each) for place, each in enumerate(value)]
    else:
        return [(path, "none" if value is None else str(value))]
    return [row for part in found for row in part]
