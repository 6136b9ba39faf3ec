"""Entries that were filled together expire together: loads come in waves, a TTL apart."""

from collections.abc import Iterator, Mapping
from math import sqrt

import numpy as np

from metrics.causes.base import Cause, Finding
from metrics.family import Number
from metrics.incidents import SIGMAS
from metrics.seen import Floats, Seen
from metrics.words import brief, instant, readable

CREST = 0.1
"""A wave is looked for from a multiple of the TTL on, for this share of it."""
GROWN = 1.5
"""So many times the loads of the trough before it, and it is a wave."""
FEWEST = 5
"""Windows in a TTL at least."""


class WavesAfterAColdStart(Cause):
    """After the start, a prefill or a fault, at multiples of the TTL."""

    place = 25

    def findings(self, seen: Seen, figures: Mapping[str, Number]) -> Iterator[Finding]:
        """One for each instant from which waves go out."""
        ttl_s = getattr(seen.scenario.strategy, "ttl_s", None)
        if ttl_s is None or ttl_s < FEWEST * seen.width_s:
            return
        for start_s in sorted({0.0, *(strike.end_s for strike in seen.strikes)}):
            crests = list(waves(seen, start_s, ttl_s))
            if crests:
                yield Finding(crests[0][0], told(start_s, ttl_s, crests))


def waves(seen: Seen, start_s: float, ttl_s: float) -> Iterator[tuple[float, float, float]]:
    """Instant, loads a second in the crest and in the trough before it, until one is missing."""
    rates, after_s = seen.column("db_read_rps"), start_s + ttl_s
    end_s = min([seen.scenario.workload.duration_s, *later(seen, start_s)])
    while after_s + CREST * ttl_s <= end_s:
        high = mean(rates, seen.places(after_s, after_s + CREST * ttl_s))
        low = mean(rates, seen.places(after_s - 3 * CREST * ttl_s, after_s - CREST * ttl_s))
        chance = SIGMAS * sqrt(max(low * CREST * ttl_s, 1)) / (CREST * ttl_s)
        if high < max(GROWN * low, low + chance):
            return
        yield after_s, high, low
        after_s += ttl_s


def later(seen: Seen, start_s: float) -> list[float]:
    """When faults strike after an instant."""
    return [strike.start_s for strike in seen.strikes if strike.start_s > start_s]


def mean(values: Floats, places: slice) -> float:
    """The mean over some windows."""
    return float(np.mean(values[places]))


def told(start_s: float, ttl_s: float, crests: list[tuple[float, float, float]]) -> str:
    """The waves in words."""
    rates = ", ".join(f"{brief(high, '1/s')} at {instant(at_s)}" for at_s, high, _ in crests[:3])
    since = "the start" if start_s == 0 else instant(start_s)
    trough = brief(crests[0][2], "1/s")
    return (
        f"What was filled together expires together: a wave of loads each TTL "
        f"({readable(ttl_s, 's')}) since {since}: {rates}; {trough} before the first."
    )
