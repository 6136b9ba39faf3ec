"""Races of one key: the shortest schedules in which a strategy serves a stale value."""

from simulator.races.schedule import Findings, Race, Step
from simulator.races.search import explore
from simulator.races.situation import Situation
from simulator.races.world import RaceError

__all__ = ["Findings", "Race", "RaceError", "Situation", "Step", "explore"]
