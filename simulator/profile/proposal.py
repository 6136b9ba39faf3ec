"""A scenario made from a profile: its rate, keys, shares, exponent and TTL, as far as known."""

from typing import Any

from simulator.profile.profile import Profile
from simulator.scenario import Scenario
from simulator.sentences import parse

WANTED = 50_000
"""Requests that a scenario should have at least, if the trace's rate allows it."""
SHORTEST_S, USUAL_S, LONGEST_S = 10.0, 120.0, 30 * 86_400.0
MOST_KEYS = 1_000_000
MOST = 1_000_000
"""Requests that a scenario should have at most, to be explored by hand."""
WARM_UP = 1 / 6
"""Share of the run that is left for the cache to fill."""


def proposed(profile: Profile) -> Scenario:
    """The scenario whose sliders stand where the trace says; what it does not tell is default."""
    strategy: dict[str, Any] = {"name": "cache-aside"}
    if profile.ttl_s_median is not None:
        strategy["ttl_s"] = float(f"{min(LONGEST_S, profile.ttl_s_median):.3g}")
    name = profile.name.rsplit("/", 1)[-1]
    return parse({"name": name, "workload": workload(profile), "strategy": strategy})


def workload(profile: Profile) -> dict[str, Any]:
    """The workload's part."""
    found: dict[str, Any] = {
        "keys": min(MOST_KEYS, profile.distinct),
        "popularity": {"law": "zipf", "exponent": round(profile.popularity.exponent, 2)},
    }
    if profile.read_share is not None:
        found["read_share"] = round(profile.read_share, 3)
    if profile.absent_share:
        found["missing_share"] = round(profile.absent_share, 3)
    if profile.span_s:
        found |= pace(profile.requests / profile.rate / profile.span_s)
    return found


def pace(rate_rps: float) -> dict[str, float]:
    """Rate, duration and warm-up: long enough to see something, short enough to play with."""
    rate_rps = float(f"{min(1_000_000.0, max(0.001, rate_rps)):.3g}")
    duration_s = min(LONGEST_S, max(USUAL_S, WANTED / rate_rps))
    duration_s = float(f"{max(min(duration_s, MOST / rate_rps), min(SHORTEST_S, duration_s)):.3g}")
    return {
        "rate_rps": rate_rps,
        "duration_s": duration_s,
        "warmup_s": float(f"{duration_s * WARM_UP:.2g}"),
    }
