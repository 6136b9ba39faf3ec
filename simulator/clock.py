"""The world's clock: SimPy's event queue in whole nanoseconds, with a rule for ties.

Whole numbers make 0.1 s + 0.2 s equal to 0.3 s, so that what should coincide does. Events of
one instant happen in the order of their rank, and of one rank in the order of their number, which
is that of their scheduling unless another is given: completions and deletes come before writes and
reads that arrive at that instant.
"""

from collections.abc import Callable
from heapq import heappop, heappush
from math import inf
from typing import Any

import simpy

NANOSECONDS = 1_000_000_000
FOREVER = 2**62
"""An instant that never comes."""

NEVER = (FOREVER, 0, 0)
FUNCTION = 5
"""The length of a queue's item that is a plain function."""

AT_ONCE, GRANTED, EFFECT, DONE, START, ANSWER, WAKE, PATIENCE, ARRIVAL = range(9)
"""Ranks. 0 and 1 are SimPy's own (new processes; resources and signals), then come operations
that take effect in the cache, database services that end, services that begin, answers that
reach a client, sleepers that wake, clients that lose patience, and requests that arrive."""


def nanoseconds(span_s: float) -> int:
    """Seconds as whole nanoseconds, to the nearest; infinity becomes FOREVER."""
    return FOREVER if span_s == inf else round(span_s * NANOSECONDS)


def seconds(at_ns: int) -> float:
    """Nanoseconds as seconds; FOREVER becomes infinity."""
    return inf if at_ns >= FOREVER else at_ns / NANOSECONDS


def deadline(now_ns: int, ttl_s: float | None) -> int:
    """The instant at which a TTL that starts now ends."""
    return FOREVER if ttl_s is None else now_ns + nanoseconds(ttl_s)


Moment = tuple[Any, ...]
"""An instant, a rank and a number, and what is to happen then."""


class Clock(simpy.Environment):
    """A SimPy environment that schedules at instants, by rank, and knows what it is doing now.

    Besides SimPy's events its queue takes plain functions with one argument: the cheapest thing
    that can happen.
    """

    _queue: list[Moment]

    def __init__(self) -> None:
        """Start at instant 0."""
        super().__init__(initial_time=0)
        self.scheduled = 0
        """How many events have been scheduled; each one's number is the count before it."""
        self.tickets = 0
        self.moment: Moment = (0, AT_ONCE, 0)
        """Instant, rank and number up to which everything has been processed."""

    def schedule(self, event: simpy.Event, priority: int = GRANTED, delay: float = 0) -> None:
        """Put an event of SimPy's own into the queue."""
        heappush(self._queue, (self._now + delay, priority, self.scheduled, event))
        self.scheduled += 1

    def ticket(self) -> int:
        """The next number for those who draw theirs before they are scheduled."""
        self.tickets += 1
        return self.tickets

    def at(self, at_ns: int, rank: int, number: int | None = None) -> simpy.Event:
        """An event of that rank at that instant, to be waited for."""
        event = simpy.Event(self)
        event._ok, event._value = True, None  # noqa: SLF001 - an event that cannot fail
        number = self.scheduled if number is None else number
        heappush(self._queue, (at_ns, rank, number, event))
        self.scheduled += 1
        return event

    def call_at(
        self,
        at_ns: int,
        rank: int,
        function: Callable[[Any], None],
        argument: Any = None,
        number: int | None = None,
    ) -> None:
        """Have a function called with one argument at that instant."""
        number = self.scheduled if number is None else number
        heappush(self._queue, (at_ns, rank, number, function, argument))
        self.scheduled += 1

    def step(self) -> None:
        """Process the next event; raises simpy.core.EmptySchedule if there is none."""
        if self._queue:
            item = self._queue[0]
            self.go_to(item)
            if len(item) == FUNCTION:
                heappop(self._queue)
                item[3](item[4])
                return
        super().step()

    def run_functions_before(self, until_ns: Any) -> int:
        """Process all that is to happen before `until_ns[0]`, which may change meanwhile.

        The queue must hold plain functions only. Answers how many there were.
        """
        queue, done = self._queue, 0
        while queue and queue[0][0] < until_ns[0]:
            item = heappop(queue)
            self._now = item[0]
            if item > self.moment:  # noqa: PLR1730 - as in go_to
                self.moment = item
            item[3](item[4])
            done += 1
        return done

    @property
    def now_ns(self) -> int:
        """This instant."""
        return int(self._now)

    def go_to(self, moment: Moment) -> None:
        """It is that moment now; what an instant grants on the way does not turn it back."""
        self._now = moment[0]
        if moment > self.moment:  # noqa: PLR1730 - called for every event, and cheaper
            self.moment = moment

    def next_moment(self) -> Moment:
        """Instant, rank and number of the next event; FOREVER if there is none."""
        return self._queue[0] if self._queue else NEVER
