"""The database does not work for a while."""

from typing import Literal

from simulator.faults.base import Change, Lasting
from strategies.parameters import parameter


class DatabaseOutage(Lasting):
    """The database is down, or stands still.

    Down, it refuses each statement that comes, with an error, at once. Standing still (a failover,
    a lock on a whole table), it takes statements and starts none before it goes on: the queue
    grows meanwhile. What is being served when it begins is finished in both cases.

    When: To see what the cache alone can answer, and for how long.

    Cost: What misses fails or waits, and writes wait, fail or pile up.

    Sources: Brooker, Caches, Modes, and Unstable Systems, 2021.
    """

    name: Literal["database-outage"] = "database-outage"
    kind: Literal["refused", "stalled"] = parameter(
        "refused", "Kind", "Whether statements fail at once or wait until it is over."
    )

    def change(self) -> Change:
        """Statements fail or wait."""
        return Change(database=self.kind)
