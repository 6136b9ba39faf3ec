"""The database is slow for a while."""

from typing import Literal

from simulator.faults.base import Change, Lasting
from strategies.parameters import factor_parameter


class DatabaseSlowdown(Lasting):
    """Services that start meanwhile take several times as long.

    A backup, a lost index, a noisy neighbour. The pool's capacity falls by the same factor, so a
    load that it carried may become too much.

    When: To see how near the pool is to its limit.

    Cost: Its capacity falls by the factor; above it the queue grows until the end.

    Sources: Kleinrock, Queueing Systems I, 1975.
    """

    name: Literal["database-slowdown"] = "database-slowdown"
    factor: float = factor_parameter(
        3.0,
        "How many times as long a service takes.",
    )

    def change(self) -> Change:
        """Services take longer."""
        return Change(slowdown=self.factor)
