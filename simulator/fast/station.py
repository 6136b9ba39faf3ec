"""A station that knows its future: whoever joins a FIFO pool is told at once when it is served.

Without pre-emption the start and end of a service are fixed on arrival: the free times of the
servers suffice, and no process, resource or event is needed for the wait.
"""

from collections import deque
from heapq import heappop, heappush
from typing import NamedTuple

from simulator.clock import DONE

Moment = tuple[int, int, int]


class Turn(NamedTuple):
    """When a service starts and ends, in ns, and how many waited when it joined, itself included."""

    start_ns: int
    done_ns: int
    queued: int


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

    def join(self, moment: Moment, service_ns: int, number: int) -> Turn | int:
        """Join now; `number` is that of the event which will end the service.

        Answers the turn, or, if the queue is full, how many wait in it.
        """
        while self.waiting and self.waiting[0] <= moment:
            self.waiting.popleft()
        while self.busy and self.busy[0] <= moment:
            heappop(self.busy)
        if len(self.busy) < self.servers:
            return self.serve(moment[0], service_ns, number)
        if self.queue_limit is not None and len(self.waiting) >= self.queue_limit:
            return len(self.waiting)
        freed = heappop(self.busy)
        self.waiting.append(freed)
        done_ns = freed[0] + service_ns
        heappush(self.busy, (done_ns, DONE, number))
        return Turn(freed[0], done_ns, len(self.waiting))

    def serve(self, now_ns: int, service_ns: int, number: int) -> Turn:
        """A server is free: start at once; a service that takes no time leaves it free."""
        if service_ns:
            heappush(self.busy, (now_ns + service_ns, DONE, number))
        return Turn(now_ns, now_ns + service_ns, 0)
