"""Service time that a scenario asks for beyond what the real database takes by itself."""

from math import log, sqrt
from random import Random
from typing import NamedTuple

from simulator.scenario import Database


class Floor(NamedTuple):
    """What the real database takes for a statement by itself, in seconds, on average."""

    read_s: float = 0.0
    write_s: float = 0.0


class Extra:
    """Draws added service times so that their mean, plus the floor, is the scenario's."""

    def __init__(self, database: Database, mean_s: float, floor_s: float, random: Random) -> None:
        """Nothing is added where the database is as slow as that by itself."""
        self.mean_s = max(0.0, mean_s - floor_s)
        self.law, self.cv, self.random = database.service, database.service_cv, random

    def draw(self) -> float:
        """One added time in seconds."""
        if not self.mean_s or self.law == "constant":
            return self.mean_s
        if self.law == "exponential":
            return self.random.expovariate(1 / self.mean_s)
        sigma = sqrt(log(1 + self.cv**2))
        return self.mean_s * self.random.lognormvariate(-(sigma**2) / 2, sigma)
