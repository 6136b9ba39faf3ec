"""The plan: which cells a sweep has, and how often each is run."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, NamedTuple

from simulator.changes import changed
from simulator.scenario import Scenario
from simulator.sentences import ScenarioError
from simulator.sweep.axes import Axis, fitted, moved
from strategies.shelf import STRATEGIES, carried

MOST_AXES = 2
MOST_RUNS = 100_000
"""More runs than this in one sweep are refused."""
MOST_REPLICATIONS = 1000
LAST_SEED = 2**53 - 1
NONE = "none"
"""The stack without a protection."""


class Precision(NamedTuple):
    """How narrow a cell's interval shall be: half its width, in units or as a share of the mean."""

    metric: str
    half_width: float
    relative: bool = False
    most: int = 50
    """Replications at which a cell is given up."""


class Cell(NamedTuple):
    """One point of the map: a variant at one value of each axis."""

    variant: str
    at: tuple[Any, ...]
    scenario: Scenario

    def run(self, replication: int) -> Scenario:
        """What is simulated: replications of all cells share their seeds, and so their chance."""
        return self.scenario.model_copy(update={"seed": self.scenario.seed + replication})


@dataclass(frozen=True)
class Plan:
    """Variants of a scenario (strategies, stacks of protections) at every point of the axes."""

    variants: Mapping[str, Scenario]
    axes: tuple[Axis, ...]
    replications: int = 5
    precision: Precision | None = None

    def __post_init__(self) -> None:
        """Raise ScenarioError for what cannot be swept."""
        if not 1 <= len(self.axes) <= MOST_AXES or len({a.path for a in self.axes}) < len(
            self.axes
        ):
            got = ", ".join(each.path for each in self.axes) or "none"
            raise ScenarioError(
                f"a sweep must have one or two different axes, got {got}; mend --over"
            )
        if not 1 <= self.replications <= MOST_REPLICATIONS:
            raise ScenarioError(
                f"replications must be 1 to {MOST_REPLICATIONS}, got {self.replications}; change it"
            )
        self.check_seeds()
        axes = tuple(fitted(each, self.variants.values()) for each in self.axes)
        object.__setattr__(self, "axes", axes)
        if self.most_runs > MOST_RUNS:
            raise ScenarioError(
                f"a sweep may have {MOST_RUNS:,} runs at most, got {self.most_runs:,}; "
                "take fewer steps or replications"
            )

    def check_seeds(self) -> None:
        """Every replication has a seed of its own; raise ScenarioError where they run out."""
        last = max(each.seed for each in self.variants.values()) + MOST_REPLICATIONS
        if last > LAST_SEED:
            raise ScenarioError(
                f"seed must be at most {LAST_SEED - MOST_REPLICATIONS} in a sweep, "
                f"got {last - MOST_REPLICATIONS}; lower it"
            )

    @property
    def points(self) -> Iterator[tuple[Any, ...]]:
        """Every combination of the axes' values."""
        return product(*(each.values for each in self.axes))

    @property
    def size(self) -> int:
        """How many cells it has."""
        return len(self.variants) * prod(len(each.values) for each in self.axes)

    @property
    def most_runs(self) -> int:
        """How many runs it can come to."""
        return self.size * max(self.replications, self.precision.most if self.precision else 0)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every variant at every point; raises ScenarioError where one is no scenario."""
        return tuple(
            Cell(name, at, self.scenario(base, at))
            for name, base in self.variants.items()
            for at in self.points
        )

    @cached_property
    def places(self) -> dict[tuple[str, tuple[Any, ...]], int]:
        """Where each cell stands among the cells, by its variant and point."""
        return {(cell.variant, cell.at): place for place, cell in enumerate(self.cells)}

    def scenario(self, base: Scenario, at: tuple[Any, ...]) -> Scenario:
        """A variant at a point."""
        for each, value in zip(self.axes, at, strict=True):
            base = moved(base, each.path, value)
        return base

    @cached_property
    def requests(self) -> float:
        """What it costs at least, in simulated requests."""
        return self.replications * sum(map(requests_of, (cell.scenario for cell in self.cells)))


def requests_of(scenario: Scenario) -> float:
    """About how many requests a run has."""
    return scenario.workload.rate_rps * scenario.workload.duration_s


def plan_of(
    base: Scenario,
    axes: Iterable[Axis],
    *,
    strategies: Iterable[str] = (),
    stacks: Iterable[str] = (),
    replications: int = 5,
    precision: Precision | None = None,
) -> Plan:
    """The plan over axes, strategies and stacks; an axis may be `strategy` or `protections`.

    A stack is the names of its protections with `+` between, or `none`.
    """
    given = list(axes)
    names = [*strategies, *words(given, "strategy")]
    guards = [*stacks, *words(given, "protections")]
    moving = tuple(each for each in given if each.path not in ("strategy", "protections"))
    return Plan(variants(base, names, guards), moving, replications, precision)


def words(axes: Iterable[Axis], path: str) -> Iterator[str]:
    """The values of the axes at a path, as words."""
    return (str(value) for each in axes if each.path == path for value in each.values)


def variants(base: Scenario, names: list[str], stacks: list[str]) -> dict[str, Scenario]:
    """The scenario under each strategy with each stack, by a name that tells them apart."""
    own: Any = base.strategy
    ways = [stacked(base, stack) for stack in stacks] or [base]
    found: dict[str, Scenario] = {}
    for name in dict.fromkeys(names) or [own.name]:
        if name not in STRATEGIES:
            changed(base, f"strategy={name}")
        for way, stack in zip(ways, stacks or [""], strict=True):
            label = name if not stack else stack if len(names) < MOST_AXES else f"{name}, {stack}"
            found[label] = way if name == own.name else way.with_strategy(carried(own, name))
    return found


def stacked(base: Scenario, stack: str) -> Scenario:
    """The scenario with these protections; those that it has keep their settings."""
    mine: Any = {each.name: each.model_dump(mode="json") for each in protections_of(base)}
    names = [] if stack == NONE else [name.strip() for name in stack.split("+")]
    return changed(
        base, f"protections={json.dumps([mine.get(name, {'name': name}) for name in names])}"
    )


def protections_of(scenario: Scenario) -> tuple[Any, ...]:
    """The stack, outermost first."""
    return scenario.protections
