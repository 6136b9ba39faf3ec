"""A station that knows its future: whoever joins a FIFO pool is told at once when it is served.

Without pre-emption the start and end of a service are fixed on arrival: the free times of the
servers suffice, and no process, resource or event is needed for the wait.
"""

from collections import deque
from heapq import heappop, heappush
from typing import NamedTuple

from simulator.clock import DONE, Moment


class Turn(NamedTuple):
    """When a service starts, in ns, and how many waited when it joined, itself included."""

    start_ns: int
    queued: int
    refused: bool = False


class Station:
    """A pool of servers with one queue.

    It must be asked in the order in which requests join. What ends at the very instant of a
    join counts as ended if its event has been processed, so ties fall as in a pool of processes.
    """

    def __init__(self, servers: int, queue_limit: int | None) -> None:
        """All servers free."""
        self.servers = servers
        self.queue_limit = queue_limit
        self.busy: list[Moment] = []
        self.waiting: deque[Moment] = deque()

    def join(self, moment: Moment, service_ns: int, ticket: int) -> Turn:
        """Join now; `ticket` is the number of the event that will end the service."""
        busy, waiting = self.busy, self.waiting
        while waiting and waiting[0] <= moment:
            waiting.popleft()
        while busy and busy[0] <= moment:
            heappop(busy)
        if len(busy) < self.servers:
            if service_ns:
                heappush(busy, (moment[0] + service_ns, DONE, ticket))
            return Turn(moment[0], 0)
        if self.queue_limit is not None and len(waiting) >= self.queue_limit:
            return Turn(moment[0], len(waiting), refused=True)
        freed = heappop(busy)
        waiting.append(freed)
        heappush(busy, (freed[0] + service_ns, DONE, ticket))
        return Turn(freed[0], len(waiting))
