"""The task: limits to keep, what may be moved, and what to make as good as possible."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from advice.limits import Limit
from advice.moves import Move
from metrics import DECLARATIONS
from simulator.scenario import Scenario
from simulator.sentences import ScenarioError
from simulator.sweep.axes import declared, moved
from simulator.sweep.estimates import Figure
from simulator.sweep.plan import LAST_SEED, requests_of, variants

MOST_AIMS = 2
MOST_MOVES = 4
SEEDS = 2_000_000
"""Seeds that lie ahead of a task's own: for the search, for the proof and for whoever checks."""


@dataclass(frozen=True)
class Task:
    """A world, its limits, what may be moved in it, and one or two aims, the first decides.

    An aim is a metric, or the path of a number that moves and shall be as small as possible. With
    neither strategies nor stacks given those of the scenario stay.
    """

    scenario: Scenario
    limits: tuple[Limit, ...]
    moves: tuple[Move, ...] = ()
    aims: tuple[str, ...] = ("db_read_rps",)
    strategies: tuple[str, ...] = ()
    stacks: tuple[str, ...] = ()
    title: str = ""
    why: str = ""

    def __post_init__(self) -> None:
        """Raise ScenarioError for what is no task."""
        if not self.limits:
            raise ScenarioError("advice must have at least one limit, got none; add --limit")
        if not 1 <= len(self.aims) <= MOST_AIMS or len(set(self.aims)) < len(self.aims):
            got = ", ".join(self.aims) or "none"
            raise ScenarioError(f"advice must have one or two different aims, got {got}; mend it")
        if len(self.moves) > MOST_MOVES:
            raise ScenarioError(
                f"at most {MOST_MOVES} numbers may move, got {len(self.moves)}; leave some out"
            )
        paths = [each.path for each in self.moves]
        if len(set(paths)) < len(paths):
            raise ScenarioError(
                f"each number may move once, got {', '.join(paths)}; leave one of them out"
            )
        if self.scenario.seed > LAST_SEED - SEEDS:
            raise ScenarioError(
                f"seed must be at most {LAST_SEED - SEEDS} for advice, "
                f"got {self.scenario.seed}; lower it"
            )
        self.check_aims()
        ways = len(self.variants)
        if not self.moves and ways == 1:
            raise ScenarioError("advice must have something to move, got nothing; add --move")

    def check_aims(self) -> None:
        """Raise ScenarioError for an aim that is neither a metric nor a number that moves."""
        for aim in self.aims:
            judged = aim in DECLARATIONS and DECLARATIONS[aim].better is not None
            if not judged and not any(m.path == aim and not m.values for m in self.moves):
                raise ScenarioError(
                    f"{aim!r} is no aim; choose a metric that can be better or worse, "
                    "or a number that moves"
                )

    @cached_property
    def variants(self) -> dict[str, Scenario]:
        """The world under each strategy with each stack."""
        return variants(self.scenario, list(self.strategies), list(self.stacks))

    @property
    def requests(self) -> float:
        """About how many requests a run has."""
        return requests_of(self.scenario)

    def moves_of(self, variant: str) -> tuple[Move, ...]:
        """Those moves whose parameter a variant has."""
        base = self.variants[variant]
        return tuple(each for each in self.moves if declared(base, each.path) is not None)

    def placed(self, variant: str, shares: tuple[float, ...]) -> tuple[Scenario, dict[str, Any]]:
        """A variant with its moves so far along, and their values; raises ScenarioError."""
        scenario, values = self.variants[variant], dict[str, Any]()
        for each, share in zip(self.moves_of(variant), shares, strict=True):
            values[each.path] = each.at(share)
            scenario = moved(scenario, each.path, values[each.path])
        return scenario, values

    def aimed(self, aim: str, values: dict[str, Any], mean: Figure) -> Figure:
        """The value of an aim: a metric's mean, or the number that moves."""
        return mean if aim in DECLARATIONS else values.get(aim)


def sign(aim: str) -> int:
    """1 where less is better, -1 where more is."""
    return -1 if aim in DECLARATIONS and DECLARATIONS[aim].better == "higher" else 1
