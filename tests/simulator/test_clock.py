"""The clock: whole nanoseconds, and an order for what happens at one instant."""

from math import inf
from typing import Any

import pytest
import simpy

from simulator.clock import (
    ANSWER,
    ARRIVAL,
    DONE,
    EFFECT,
    FOREVER,
    PATIENCE,
    START,
    WAKE,
    Clock,
    nanoseconds,
    seconds,
)


def test_what_should_coincide_does() -> None:
    """0.1 s + 0.2 s is 0.3 s."""
    assert nanoseconds(0.1) + nanoseconds(0.2) == nanoseconds(0.3)
    assert seconds(300_000_000) == 0.3


def test_spans_are_rounded_to_the_nearest() -> None:
    """A third of a second, and half a nanosecond more or less."""
    assert nanoseconds(1 / 3) == 333_333_333
    assert nanoseconds(1.6e-9) == 2
    assert nanoseconds(1.4e-9) == 1


def test_forever_is_infinite() -> None:
    """Both ways, and so is all that is later."""
    assert nanoseconds(inf) == FOREVER
    assert seconds(FOREVER) == inf
    assert seconds(FOREVER + nanoseconds(5)) == inf


def test_one_instant_has_an_order_by_rank() -> None:
    """Effects, ends, beginnings, answers, sleepers, patience, arrivals, whoever came first."""
    clock, happened = Clock(), list[int]()
    ranks = [ARRIVAL, PATIENCE, WAKE, ANSWER, START, DONE, EFFECT]
    for rank in ranks:
        clock.call_at(5, rank, happened.append, rank)
    clock.run()
    assert happened == ranks[::-1]


def test_one_rank_has_an_order_by_scheduling() -> None:
    """First scheduled, first served; functions and events in one line."""
    clock, happened = Clock(), list[str]()
    clock.call_at(5, DONE, happened.append, "a")
    event: Any = clock.at(5, DONE)
    event.callbacks.append(lambda _: happened.append("b"))
    clock.call_at(5, DONE, happened.append, "c")
    clock.run()
    assert happened == ["a", "b", "c"]


def test_a_number_of_ones_own_decides_before_scheduling() -> None:
    """Tickets drawn earlier go first, though scheduled later."""
    clock, happened = Clock(), list[str]()
    early, late = clock.ticket(), clock.ticket()
    clock.call_at(5, DONE, happened.append, "late", late)
    clock.call_at(5, DONE, happened.append, "early", early)
    clock.run()
    assert happened == ["early", "late"]


def test_the_clock_knows_the_next_moment() -> None:
    """Instant and rank of what comes next; never, when nothing does."""
    clock = Clock()
    assert clock.next_moment()[0] == FOREVER
    clock.call_at(9, WAKE, print)
    clock.call_at(7, ARRIVAL, print)
    assert clock.next_moment()[:2] == (7, ARRIVAL)


def test_simpy_processes_run_on_it() -> None:
    """A process waits for an instant, and a resource grants at once."""
    clock = Clock()
    seen = list[int]()
    pool = simpy.Resource(clock, 1)

    def visit() -> Any:
        with pool.request() as turn:
            yield turn
            yield clock.at(clock.now_ns + 10, DONE)
            seen.append(clock.now_ns)

    clock.process(visit())
    clock.process(visit())
    clock.run()
    assert seen == [10, 20]


def test_an_empty_queue_is_the_end() -> None:
    """Stepping on raises SimPy's own end of schedule."""
    with pytest.raises(simpy.core.EmptySchedule):
        Clock().step()
