"""The race explorer: the shortest schedules in which a strategy serves a stale value.

It tries every order of steps, shortest schedules first (A* with the bounds of `bounds.py`; Hart,
Nilsson and Raphael 1968). Rules cannot be copied, so each schedule is played again from the start;
a state that was met before is not followed again.
"""

from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import Self

from simulator.races.actor import End
from simulator.races.bounds import steps_to_poisoned, steps_to_stale
from simulator.races.choices import choices
from simulator.races.play import History, Play, Schedule, State
from simulator.races.schedule import Findings, Race, tell
from simulator.races.situation import Situation
from simulator.scenario import Scenario

LONGEST = 20
"""Schedules with more steps than this are not tried."""
MOST = 6_000
"""So many states are visited at most."""


def explore(scenario: Scenario, situation: Situation | None = None) -> Findings:
    """The shortest races of the scenario's strategy and protections. Raises RaceError.

    Exhaustive within the actors and accidents of the situation: if it is complete and finds
    none, there is none.
    """
    situation = situation or Situation()
    stale = Search(scenario, situation).run()
    race = stale.race()
    if race is None or race.kind == "poisoned":
        return Findings(None, race, len(stale.seen), stale.tried, stale.complete)
    poison = Search(scenario, situation, calm=True).run()
    states = len(stale.seen) + len(poison.seen)
    return Findings(race, poison.race(), states, poison.tried, poison.complete)


class Search:
    """A search over the orders of steps, shortest first, for a read that is stale."""

    def __init__(self, scenario: Scenario, situation: Situation, *, calm: bool = False) -> None:
        """With `calm` the stale read must have begun when nothing was on its way."""
        self.scenario, self.situation, self.calm = scenario, situation, calm
        self.bound = steps_to_poisoned if calm else steps_to_stale
        self.seen: set[State] = set()
        self.open: list[tuple[float, int, State, Schedule, History]] = []
        """What to go on from, best first: least length, turn, state, and how it came about."""
        self.turns = count()
        self.found: Schedule | None = None

    @property
    def tried(self) -> int:
        """All schedules of up to so many steps were tried."""
        if self.found is not None:
            return len(self.found)
        return min(LONGEST, int(self.open[0][0]) - 1) if self.open else LONGEST

    @property
    def complete(self) -> bool:
        """Was all tried that can happen?"""
        return self.found is None and not self.open

    def run(self) -> Self:
        """Lengthen schedules until one is found and no other can be shorter."""
        self.consider(Play(self.scenario, self.situation))
        while self.open and self.open[0][0] <= self.longest:
            if self.found is None and len(self.seen) >= MOST:
                break
            _, _, state, schedule, heard = heappop(self.open)
            if state not in self.seen:
                self.seen.add(state)
                self.lengthen(schedule, heard)
        return self

    @property
    def longest(self) -> int:
        """Longer schedules are of no interest."""
        return LONGEST if self.found is None else len(self.found) - 1

    def lengthen(self, schedule: Schedule, heard: History) -> None:
        """Consider the schedule with each step that may come next."""
        first = self.play(schedule, heard)
        able = list(choices(first))
        for choice in able:
            play = first if choice is able[-1] else self.play(schedule, heard)
            play.take(choice)
            self.consider(play)

    def consider(self, play: Play) -> None:
        """Keep a play that ends in a stale read of this kind; note where else one may come."""
        schedule = tuple(play.taken)
        if any(self.is_sought(end) for end in play.ends) and len(schedule) <= self.longest:
            self.found = schedule
        least = len(schedule) + self.bound(play)
        if least < inf:
            way = (play.key(), schedule, play.heard())
            heappush(self.open, (least, next(self.turns), *way))

    def is_sought(self, end: End) -> bool:
        """Is it a stale read of the kind that is looked for?"""
        return end.is_stale and end.calm >= self.calm

    def race(self) -> Race | None:
        """The shortest race, told step by step."""
        return None if self.found is None else tell(Play(self.scenario, self.situation), self.found)

    def play(self, schedule: Schedule, heard: History) -> Play:
        """Play a schedule from the start."""
        play = Play(self.scenario, self.situation)
        play.replay(schedule, heard)
        return play
