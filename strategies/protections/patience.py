"""Loads that are waited for up to a limit and go on in the background beyond it."""

from typing import Any, NamedTuple

from strategies.effects import DatabaseTimeout, Fire, Rules, Signal, Sleep, Spawn, Value, Wait
from strategies.protections.base import attempt


class Limits(NamedTuple):
    """When the soft and the hard patience with a load ends, in seconds; None for never."""

    soft_s: float | None
    hard_s: float | None


class Ends(NamedTuple):
    """Each is fired with the load's answer or error, or with DatabaseTimeout at its limit."""

    soft: Signal
    hard: Signal


def begin(rules: Rules[Value], limits: Limits) -> Rules[Ends]:
    """Start a load; without limits, stay with it to its end."""
    ends = Ends(Signal(), Signal())
    if limits == (None, None):
        yield from land(rules, ends)
        return ends
    yield Spawn(land(rules, ends), awaited=True)
    for end, limit_s in zip(ends, limits, strict=True):
        if limit_s is not None:
            yield Spawn(ring(end, limit_s))
    return ends


def land(rules: Rules[Value], ends: Ends) -> Rules[None]:
    """Load, and tell those who still wait how it ended."""
    answer = yield from attempt(rules)
    for end in ends:
        yield from settle(end, answer)


def ring(end: Signal, limit_s: float) -> Rules[None]:
    """Time is up."""
    yield Sleep(limit_s)
    yield from settle(end, DatabaseTimeout())


def settle(end: Signal, answer: Any) -> Rules[None]:
    """The first to fire a signal decides."""
    if not end.fired:
        yield Fire(end, answer)


def result(end: Signal) -> Rules[Any]:
    """What a signal is fired with."""
    return end.value if end.fired else (yield Wait(end))
