"""The database's connections are all busy and statements queue up behind them."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from metrics.causes.base import Cause, Finding, groups
from metrics.family import Number
from metrics.seen import Seen
from metrics.timeline import WINDOWS
from metrics.words import instant, many
from simulator.log import Statements

TOLD = 3
"""So many overloads are told of, the largest ones."""


class Overload(NamedTuple):
    """Windows in which the queue was longer than the pool is wide, and the longest queue."""

    first: int
    last: int
    peak: int
    peak_at: int


class PoolOverloads(Cause):
    """From when on, how long the queue grew, and when it was down again."""

    place = 30

    def __init__(self, scenario: Any) -> None:
        """No queue yet."""
        super().__init__(scenario)
        self.queued = np.zeros(WINDOWS, dtype=np.int64)

    def statements(self, chunk: Statements) -> None:
        """Note the longest queue of each window."""
        places = chunk.joined_s * (WINDOWS / self.scenario.workload.duration_s)
        inside = places < WINDOWS
        np.maximum.at(self.queued, places[inside].astype(np.int64), chunk.queued[inside])

    def merge(self, other: Self) -> None:
        """The longer queue of each window."""
        np.maximum(self.queued, other.queued, out=self.queued)

    def findings(self, seen: Seen, figures: Mapping[str, Number]) -> Iterator[Finding]:
        """The largest overloads."""
        connections = self.scenario.database.connections
        if connections is None:
            return
        found = overloads(self.queued, seen.column("db_queue_mean") >= connections)
        largest = sorted(found, key=lambda each: each.peak, reverse=True)[:TOLD]
        for each in largest:
            left = f" ({many(len(found) - TOLD, 'smaller overloads')} besides)"
            more = left if each is largest[0] and len(found) > TOLD else ""
            yield Finding(seen.at_s(each.first), f"{told(seen, each, connections)}{more}.")


def overloads(queued: NDArray[np.int64], full: NDArray[np.bool_]) -> list[Overload]:
    """Groups of windows with a long queue."""
    found = groups(full)
    peaks = [first + int(queued[first : last + 1].argmax()) for first, last in found]
    return [Overload(*each, int(queued[at]), at) for each, at in zip(found, peaks, strict=True)]


def told(seen: Seen, each: Overload, connections: int) -> str:
    """One overload in words."""
    grown = f"the queue grew to {each.peak:,} at {instant(seen.at_s(each.peak_at))}"
    busy = (
        "The one connection was busy"
        if connections == 1
        else f"All {connections:,} connections were busy"
    )
    if each.last + 1 >= WINDOWS:
        return f"{busy}; {grown} and was not down by the end"
    return f"{busy}; {grown} and was down at {instant(seen.at_s(each.last + 1))}"
