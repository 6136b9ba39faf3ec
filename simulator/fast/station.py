"""A station that knows its future: whoever joins a FIFO pool is told at once when it is served.

Without pre-emption the start and end of a service are fixed on arrival: the free times of the
servers suffice, and no process, resource or event is needed for the wait.
"""

from collections import deque
from heapq import heappop, heappush
from typing import NamedTuple

from simulator.clock import DONE, Moment
from simulator.conditions import Conditions


class Turn(NamedTuple):
    """When a service starts and how long it takes, in ns.

    `queued` is how many waited when it joined, itself included.
    """

    start_ns: int
    service_ns: int
    queued: int
    refused: bool = False


class Station:
    """A pool of servers with one queue.

    It must be asked in the order in which requests join. What ends at the very instant of a
    join counts as ended if its event has been processed, so ties fall as in a pool of processes.
    """

    def __init__(
        self, servers: int, queue_limit: int | None, conditions: Conditions | None = None
    ) -> None:
        """All servers free; `conditions` may delay services, and make them longer."""
        usual = conditions is None or conditions.usual_database
        self.conditions = None if usual else conditions
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
            turn = self.turn(moment[0], service_ns, 0)
            if turn.start_ns + turn.service_ns > moment[0]:
                heappush(busy, (turn.start_ns + turn.service_ns, DONE, ticket))
            return turn
        if self.queue_limit is not None and len(waiting) >= self.queue_limit:
            return Turn(moment[0], service_ns, len(waiting), refused=True)
        freed = heappop(busy)
        waiting.append(freed)
        turn = self.turn(freed[0], service_ns, len(waiting))
        heappush(busy, (turn.start_ns + turn.service_ns, DONE, ticket))
        return turn

    def turn(self, free_ns: int, service_ns: int, queued: int) -> Turn:
        """The turn of who has a server from then on."""
        if self.conditions is None:
            return Turn(free_ns, service_ns, queued)
        start_ns = self.conditions.start_ns(free_ns)
        return Turn(start_ns, self.conditions.service_ns(start_ns, service_ns), queued)
