"""The fast engine in disorder: what of its short cuts holds while faults last."""

from collections.abc import Callable
from typing import Any

from simulator.clock import AT_ONCE, Clock
from simulator.clock import EFFECT as EFFECT_RANK
from simulator.conditions import Conditions, holding
from simulator.fast import layout as k

Land = Callable[[Any, int], None]
"""An operation reaches the cache's thread then."""


class Weather:
    """Stops the kernel from passing reads while the cache is down or an operation may overtake.

    Whoever joins the thread early is told his turn at once; so operations must join it in the order
    in which they get there. While they may overtake each other, each waits here until it is there.
    """

    def __init__(self, clock: Clock, conditions: Conditions, walk: Any, land: Land) -> None:
        """`land` has an operation join the thread; `walk` is the kernel's."""
        self.clock, self.conditions, self.walk, self.land = clock, conditions, walk, land
        self.opens = walk[k.OPENS]
        self.overtaking = conditions.overtaking()
        self.disordered = False
        """May an operation overtake another now?"""
        self.on_the_way: dict[int, tuple[int, Any]] = {}
        """Instant of arrival and operation, by the number of the event of its arrival."""

    def begin(self) -> None:
        """Look out at each instant at which something begins or ends."""
        spans = (*self.conditions.outages, *self.overtaking)
        for at_ns in sorted({at_ns for begin, end, _ in spans for at_ns in (begin, end)}):
            self.clock.call_at(at_ns, AT_ONCE, self.change)

    def change(self, _: Any) -> None:
        """Tell the kernel; when order is back, all who are on their way know their turns."""
        now_ns = self.clock.moment[0]
        self.disordered = bool(holding(self.overtaking, now_ns))
        self.walk[k.DOWN] = self.conditions.cache_is_down(now_ns)
        self.walk[k.OPENS] = 0 if self.disordered else self.opens
        if not self.disordered:
            by_arrival = sorted((at_ns, number) for number, (at_ns, _) in self.on_the_way.items())
            for _, number in by_arrival:
                self.arrive(number)

    def send(self, job: Any, there_ns: int) -> None:
        """An operation sets out and will be there then."""
        number = self.clock.scheduled
        self.on_the_way[number] = (there_ns, job)
        self.clock.call_at(there_ns, EFFECT_RANK, self.arrive, number)

    def arrive(self, number: int) -> None:
        """An operation is there, unless its turn has been settled before."""
        there_ns, job = self.on_the_way.pop(number, (0, None))
        if job is not None:
            self.land(job, there_ns)
