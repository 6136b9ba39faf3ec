"""Everybody wants the same thing for a while."""

from collections.abc import Iterator
from typing import Any, Literal

from simulator.faults.base import Lasting, Traffic
from strategies.parameters import parameter


class FlashCrowd(Lasting):
    """Extra reads of one key, Poisson, on top of the usual requests, which stay as they are.

    The word is from Larry Niven's story; for the web see Jung, Krishnamurthy, Rabinovich, Flash
    crowds and denial of service attacks, WWW 2002.

    When: To see what one key that everybody wants does to the rest.

    Cost: A stampede if the key is absent, and a hot key in one cache thread even if it is not.

    Sources: Jung, Krishnamurthy, Rabinovich, Flash Crowds and Denial of Service Attacks, WWW
    2002.
    """

    name: Literal["flash-crowd"] = "flash-crowd"
    rate_rps: float = parameter(
        1000.0,
        "Rate",
        "How many extra reads a second.",
        low=0.001,
        high=1_000_000,
        unit="1/s",
        slider=(1, 20_000),
        scale="log",
    )
    key: int = parameter(
        0,
        "Key",
        "Which key, counted from 0; under most laws key 0 is the most popular anyway.",
        low=0,
        high=9_999_999,
        slider=(0, 10_000),
        step=1,
    )

    def extra_rps(self, rate_rps: float) -> float:
        """The crowd's rate."""
        return self.rate_rps

    def requests(self, traffic: Traffic) -> Iterator[Any]:
        """Reads of that key."""
        return traffic.crowd(self.key, self.rate_rps)
