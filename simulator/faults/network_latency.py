"""The way to the cache takes longer for a while."""

from typing import Literal

from simulator.faults.base import Change, Lasting
from strategies.parameters import parameter


class NetworkLatency(Lasting):
    """The round trip of operations sent to the cache meanwhile takes longer, half of it each way.

    Deletes and updates reach the cache later, too. An operation sent after the end may overtake
    one from before. However late, answers are waited for.

    When: To see how much of a hit is the network.

    Cost: Every operation takes longer, and deletes arrive later: longer races.

    Sources: Dean and Barroso, The Tail at Scale, CACM 56(2), 2013.
    """

    name: Literal["network-latency"] = "network-latency"
    added_s: float = parameter(
        0.02,
        "Added latency",
        "How much longer the round trip takes.",
        low=0,
        high=60,
        unit="s",
        slider=(0.001, 1),
        scale="log",
    )

    def change(self) -> Change:
        """The way is longer."""
        return Change(added_s=self.added_s)
