"""A load that grows evenly, until it is over."""

from collections.abc import Iterator
from typing import Any, Literal

from simulator.faults.base import Lasting, Traffic
from simulator.workload.arrivals import Ramp
from strategies.parameters import factor_parameter, span_parameter


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
    for_s: float = span_parameter(60.0, "For", "How long it grows.", (1, 600))
    factor: float = factor_parameter(
        3.0,
        "How many times as many requests as usual arrive at the end of it.",
    )

    def extra_rps(self, rate_rps: float) -> float:
        """The mean of what exceeds the usual."""
        return rate_rps * (self.factor - 1) / 2

    def requests(self, traffic: Traffic) -> Iterator[Any]:
        """More and more requests."""
        return traffic.more(self.factor - 1, Ramp(from_factor=0, to_factor=1))
