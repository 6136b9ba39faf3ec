"""The world's clock: SimPy's event queue in whole nanoseconds, with a rule for ties.

Whole numbers make 0.1 s + 0.2 s equal to 0.3 s, so that what should coincide does. Events of
one instant happen in the order of their rank, and of one rank in the order of their scheduling:
completions and deletes come before writes and reads that arrive at that instant.
"""

from collections.abc import Callable
from heapq import heappush
from math import inf
from typing import Any

import simpy

NANOSECONDS = 1_000_000_000
FOREVER = 2**62
"""An instant that never comes."""

AT_ONCE, GRANTED, EFFECT, DONE, START, ANSWER, WAKE, ARRIVAL = range(8)
"""Ranks. 0 and 1 are SimPy's own (new processes; resources and signals), then come operations
that take effect in the cache, database services that end, services that begin, answers that
reach a client, sleepers that wake, and requests that arrive."""


def nanoseconds(span_s: float) -> int:
    """Seconds as whole nanoseconds, to the nearest; infinity becomes FOREVER."""
    return FOREVER if span_s == inf else round(span_s * NANOSECONDS)


def seconds(at_ns: int) -> float:
    """Nanoseconds as seconds; FOREVER becomes infinity."""
    return inf if at_ns >= FOREVER else at_ns / NANOSECONDS


class Clock(simpy.Environment):
    """A SimPy environment that schedules at instants, by rank, and knows what it is doing now."""

    def __init__(self) -> None:
        """Start at instant 0."""
        super().__init__(initial_time=0)
        self.moment: tuple[int, int, int] = (0, AT_ONCE, 0)
        """Instant, rank and number of the event that is being processed."""

    def at(self, at_ns: int, rank: int) -> simpy.Event:
        """An event of that rank at that instant, to be waited for."""
        event = simpy.Event(self)
        event._ok, event._value = True, None
        heappush(self._queue, (at_ns, rank, next(self._eid), event))  # type: ignore[arg-type]
        return event

    def call_at(self, at_ns: int, rank: int, call: Callable[[Any], None], with_: Any = None) -> int:
        """Have a function called with one argument at that instant; answers the event's number."""
        number = next(self._eid)
        heappush(self._queue, (at_ns, rank, number, Call(self, call, with_)))  # type: ignore[arg-type]
        return number

    def step(self) -> None:
        """Process the next event."""
        if self._queue:
            self.moment = self._queue[0][:3]  # type: ignore[assignment]
        super().step()

    def next_moment(self) -> tuple[int, int, int]:
        """Instant, rank and number of the next event; FOREVER if there is none."""
        return self._queue[0][:3] if self._queue else (FOREVER, 0, 0)  # type: ignore[return-value]


class Call(simpy.Event):
    """The cheapest event: one function, one argument."""

    def __init__(self, clock: Clock, call: Callable[[Any], None], with_: Any) -> None:
        """An event that has already been given its value and only waits for its instant."""
        self.env = clock
        self._ok, self._value = True, with_
        self.callbacks = [lambda event: call(event._value)]
