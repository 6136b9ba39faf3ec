"""A restless spell: crowds that come and go at random."""

from collections.abc import Iterator
from typing import Any, Literal

import numpy as np

from simulator.faults.base import Lasting, Traffic
from simulator.workload.arrivals import Instants, Spells
from strategies.parameters import factor_parameter, span_parameter


class LoadBursts(Lasting):
    """Bursts of requests on top of the usual ones, at random, with nothing extra in between.

    Bursts and the calm between them last for exponential times, and within a burst arrivals are
    Poisson (an interrupted Poisson process). They ask for the same keys in the same mixture and
    are drawn from streams of their own; the usual requests stay as they are.

    When: To see what reserve a burst needs that no mean shows.

    Cost: Queues that are longest at the end of each burst; bulkheads and queue limits that
    refuse in bursts what would have been served a second later.

    Sources: Fischer, Meier-Hellstern, The Markov-modulated Poisson process cookbook, Performance
    Evaluation 18, 1993.
    """

    name: Literal["bursts"] = "bursts"
    for_s: float = span_parameter(60.0, "For", "How long bursts come.", (1, 600))
    factor: float = factor_parameter(
        5.0,
        "How many times as many requests as usual arrive in a burst.",
    )
    burst_s: float = span_parameter(2.0, "Burst", "Mean length of a burst.", (0.1, 60))
    calm_s: float = span_parameter(10.0, "Calm", "Mean time between two bursts.", (0.1, 600))

    def extra_rps(self, rate_rps: float) -> float:
        """The mean of what exceeds the usual, over a long time."""
        return rate_rps * (self.factor - 1) * self.burst_s / (self.burst_s + self.calm_s)

    def requests(self, traffic: Traffic) -> Iterator[Any]:
        """All of the extra in bursts, none of it between them."""
        return traffic.more(self.factor - 1, self)

    def instants_s(
        self, rate_rps: float, duration_s: float, random: np.random.Generator, n: int
    ) -> Iterator[Instants]:
        """The law of arrival of what comes on top: blocks of n instants, until it is over."""
        stays_s, chance = (self.calm_s, self.burst_s), random.spawn(1)[0]
        return Spells(stays_s, (0.0, 1.0), duration_s, chance).instants_s(rate_rps, random, n)
