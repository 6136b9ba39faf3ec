"""Day and night, from a certain instant on."""

from collections.abc import Iterator
from typing import Any, Literal

from simulator.faults.base import Lasting, Traffic
from simulator.workload.arrivals import Diurnal
from strategies.parameters import factor_parameter, span_parameter

NIGHT = 0.75
"""The part of a sine's period after which it is lowest."""


class DiurnalLoad(Lasting):
    """Requests on top of the usual ones that come and go with the time of day, none at night.

    Their rate follows a sine from its lowest point on. They ask for the same keys in the same
    mixture and are drawn from streams of their own; the usual requests stay as they are.

    When: To see whether what a peak leaves behind is gone before the next one.

    Cost: TTLs that suit the peak keep entries through a night in which nobody asks for them.

    Sources: Atikoglu et al., Workload Analysis of a Large-Scale Key-Value Store, SIGMETRICS 2012
    (daily rhythm of Facebook's caches).
    """

    name: Literal["diurnal-load"] = "diurnal-load"
    for_s: float = span_parameter(60.0, "For", "How long it goes on.", (1, 600))
    factor: float = factor_parameter(
        3.0,
        "How many times as many requests as usual arrive at the peak.",
    )
    period_s: float = span_parameter(30.0, "Period", "How long a day lasts.", (1, 86_400))

    def extra_rps(self, rate_rps: float) -> float:
        """The mean of what exceeds the usual, over whole days."""
        return rate_rps * (self.factor - 1) / 2

    def requests(self, traffic: Traffic) -> Iterator[Any]:
        """Half of the peak's extra on average, with all of it as the swing."""
        law = Diurnal(amplitude=1, period_s=self.period_s)
        return traffic.more((self.factor - 1) / 2, law, NIGHT * self.period_s)
