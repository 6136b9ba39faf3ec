"""More requests than usual for a while."""

from collections.abc import Iterator
from typing import Any, Literal

from simulator.faults.base import Lasting, Traffic
from strategies.parameters import factor_parameter


class TrafficSpike(Lasting):
    """Several times as many requests as usual, for the same keys in the same mixture.

    They are drawn from streams of their own and come on top: the usual requests stay as they are.

    When: To see what happens above the planned load, and whether all calms down afterwards.

    Cost: Queues that grow as long as it lasts, and drain after it only if there is spare
    capacity.

    Sources: Bronson et al., Metastable Failures in Distributed Systems, HotOS 2021.
    """

    name: Literal["traffic-spike"] = "traffic-spike"
    factor: float = factor_parameter(
        3.0,
        "How many times as many requests arrive.",
    )

    def extra_rps(self, rate_rps: float) -> float:
        """What exceeds the usual."""
        return rate_rps * (self.factor - 1)

    def requests(self, traffic: Traffic) -> Iterator[Any]:
        """What exceeds the usual."""
        return traffic.more(self.factor - 1)
