"""The database is slow for a while."""

from typing import Literal

from simulator.faults.base import Change, Lasting
from strategies.parameters import parameter


class DatabaseSlowdown(Lasting):
    """Services that start meanwhile take several times as long.

    A backup, a lost index, a noisy neighbour. The pool's capacity falls by the same factor, so a
    load that it carried may become too much.

    When: To see how near the pool is to its limit.

    Cost: Its capacity falls by the factor; above it the queue grows until the end.

    Sources: Kleinrock, Queueing Systems I, 1975.
    """

    name: Literal["database-slowdown"] = "database-slowdown"
    factor: float = parameter(
        3.0,
        "Factor",
        "How many times as long a service takes.",
        low=1,
        high=1000,
        slider=(1, 20),
        step=0.5,
    )

    def change(self) -> Change:
        """Services take longer."""
        return Change(slowdown=self.factor)
