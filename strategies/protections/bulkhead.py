"""Bulkhead: a cap on the loads that one application process has under way."""

from collections import deque
from typing import Any, Literal

from strategies.effects import Fire, Key, QueueFull, Rules, ServiceError, Signal, Value, Wait
from strategies.parameters import Settings, parameter
from strategies.protections.base import Protection, Work, attempt, unwrap


class BulkheadSettings(Settings):
    """Parameters of the bulkhead."""

    name: Literal["bulkhead"] = "bulkhead"
    max_loads: int = parameter(
        4,
        "Loads at once",
        "How many loads, of whatever keys, a process may have under way.",
        low=1,
        high=100_000,
        unit="loads",
        slider=(1, 64),
        step=1,
    )
    excess: Literal["queue", "shed"] = parameter(
        "queue", "Excess loads", "Wait in the process for their turn, or fail at once."
    )


class Bulkhead(Protection):
    """Lets a few loads pass at a time and makes the others queue, or sheds them.

    It protects the database, and whoever else uses it, from this process; it saves no load: each
    that waited is made all the same. Shedding keeps latency short and turns readers away.

    When: The database must survive a stampede that nothing else has prevented.

    Cost: Readers wait in a queue of their own, or are turned away.

    Sources: Nygard, Release It!, 2nd edition, 2018; resilience4j, Bulkhead.
    """

    name = "bulkhead"
    settings: BulkheadSettings

    def __init__(self, *args: Any) -> None:
        """Nothing is under way."""
        super().__init__(*args)
        self.running = 0
        self.waiting: deque[Signal] = deque()

    def around(self, work: Work) -> Work:
        """Do the work when it is its turn."""

        def guarded(key: Key) -> Rules[Value]:
            yield from self.enter()
            answer = yield from attempt(work(key))
            yield from self.leave()
            return unwrap(answer)

        return guarded

    def enter(self) -> Rules[None]:
        """Take a place, or wait until one is handed over; raises QueueFull where that is shed."""
        if self.running < self.settings.max_loads:
            self.running += 1
            return
        if self.settings.excess == "shed":
            raise QueueFull
        turn = Signal()
        self.waiting.append(turn)
        try:
            yield Wait(turn)
        except ServiceError:
            yield from self.step_back(turn)
            raise

    def step_back(self, turn: Signal) -> Rules[None]:
        """Who is told not to wait leaves the queue, or hands on the place that he has just got."""
        if turn in self.waiting:
            self.waiting.remove(turn)
        else:
            yield from self.leave()

    def leave(self) -> Rules[None]:
        """Hand the place to the first who waits, or give it back."""
        if self.waiting:
            yield Fire(self.waiting.popleft())
        else:
            self.running -= 1
