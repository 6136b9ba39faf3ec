"""What is out of order at which instant: known before a run begins, the same for both engines."""

from collections.abc import Callable, Iterable
from typing import Any

from simulator.clock import nanoseconds
from simulator.faults.base import Change, Lasting
from simulator.scenario import Scenario

MENDED_S = 60.0
"""So long after the last arrival everything is in order again, or a run might never end."""

Span = tuple[int, int, Any]
"""From an instant up to another, which is not part of it, and what holds then."""


class Conditions:
    """The spans of time in which faults last, and what holds at an instant. Instants in ns."""

    def __init__(self, scenario: Scenario) -> None:
        """All instants are fixed now, random ones too."""
        self.round_trip_s = scenario.cache.round_trip_s
        self.patience_ns = nanoseconds(scenario.client.cache_timeout_s)
        self.usual_half_ns = self.half_of(0)
        changes = [(begin, end, fault.change()) for begin, end, fault in spells(scenario)]
        self.outages = kept(changes, lambda change: change.cache)
        self.slow_ways = kept(changes, lambda change: change.added_s)
        self.closed = kept(changes, lambda change: change.database == "refused")
        self.stalls = kept(changes, lambda change: change.database == "stalled")
        self.slow = kept(changes, lambda change: change.slowdown > 1 and change.slowdown)
        self.usual_cache = not (self.outages or self.slow_ways)
        self.usual_database = not (self.closed or self.stalls or self.slow)

    # --- the cache -----------------------------------------------------------------------

    def cache_is_down(self, at_ns: int) -> bool:
        """Does an operation fail that would take effect then?"""
        return bool(holding(self.outages, at_ns))

    def failed_ns(self, sent_ns: int, effect_ns: int) -> int | None:
        """When the sender of an operation learns that it failed; None if it does not."""
        how = holding(self.outages, effect_ns)
        if not how:
            return None
        if how[0] == "hanging":
            return max(effect_ns, sent_ns + self.patience_ns)
        return effect_ns + self.half_ns(sent_ns)

    def half_ns(self, sent_ns: int) -> int:
        """Half the round trip of an operation that is sent then."""
        return self.half_of(sum(holding(self.slow_ways, sent_ns)))

    def half_of(self, added_s: float) -> int:
        """Half a round trip that takes so much longer than usual."""
        return nanoseconds((self.round_trip_s + added_s) / 2)

    def overtaking(self) -> list[Span]:
        """When an operation may overtake another: until those of a slow spell have landed."""
        most_ns = self.half_of(sum(added_s for _, _, added_s in self.slow_ways))
        return [
            (begin, end + most_ns - self.usual_half_ns, True) for begin, end, _ in self.slow_ways
        ]

    # --- the database --------------------------------------------------------------------

    def refuses(self, at_ns: int) -> bool:
        """Does the database turn away a statement that joins then?"""
        return bool(holding(self.closed, at_ns))

    def start_ns(self, at_ns: int) -> int:
        """When a service starts that could start then."""
        for begin, end, _ in self.stalls:
            if begin <= at_ns < end:
                at_ns = end
        return at_ns

    def service_ns(self, start_ns: int, service_ns: int) -> int:
        """How long a service takes that starts then and would usually take so long."""
        for factor in holding(self.slow, start_ns):
            service_ns = round(service_ns * factor)
        return service_ns


def kept(changes: Iterable[Span], pick: Callable[[Change], Any]) -> list[Span]:
    """The spans in which something of one kind is different, by their beginning."""
    picked = ((begin, end, pick(change)) for begin, end, change in changes)
    return sorted((span for span in picked if span[2]), key=lambda span: span[:2])


def holding(spans: Iterable[Span], at_ns: int) -> list[Any]:
    """What holds at an instant."""
    return [what for begin, end, what in spans if begin <= at_ns < end]


def spells(scenario: Scenario) -> list[tuple[int, int, Lasting]]:
    """From when to when each of the faults lasts that do."""
    span_s = (scenario.workload.warmup_s, scenario.workload.duration_s)
    faults: Any = scenario.faults
    found = []
    for place, fault in enumerate(faults):
        if fault.lasts:
            at_s = fault.instant_s(*span_s, scenario.seed, place)
            end_s = min(at_s + fault.for_s, span_s[1] + MENDED_S)
            found.append((nanoseconds(at_s), nanoseconds(end_s), fault))
    return found
