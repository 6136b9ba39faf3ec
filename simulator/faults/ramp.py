"""A load that grows step by step, until it is over."""

from collections.abc import Iterator
from typing import Any, Literal

from simulator.faults.base import Lasting, Traffic
from simulator.workload.arrivals import Ramp
from strategies.parameters import NO_LIMIT_S, parameter


class LoadRamp(Lasting):
    """Requests on top of the usual ones that grow evenly from none, and end at their most.

    They ask for the same keys in the same mixture, are drawn from streams of their own, and
    arrive as a Poisson process of changing rate. The usual requests stay as they are.

    When: To find the load at which waiting begins, in a single run.

    Cost: What breaks at one load may still be broken at a lower one: the way down is not shown.

    Sources: The step and ramp tests of load testing, as in the documentation of Grafana k6
    ("ramping-arrival-rate").
    """

    name: Literal["ramp"] = "ramp"
    for_s: float = parameter(
        60.0,
        "For",
        "How long it grows.",
        low=0.001,
        high=NO_LIMIT_S,
        unit="s",
        slider=(1, 600),
        scale="log",
    )
    factor: float = parameter(
        3.0,
        "Factor",
        "How many times as many requests as usual arrive at the end of it.",
        low=1,
        high=1000,
        slider=(1, 20),
        step=0.5,
    )

    def extra_rps(self, rate_rps: float) -> float:
        """The mean of what exceeds the usual."""
        return rate_rps * (self.factor - 1) / 2

    def requests(self, traffic: Traffic) -> Iterator[Any]:
        """More and more requests."""
        return traffic.more(self.factor - 1, Ramp(from_factor=0, to_factor=1))
