"""Exhibits of the handbook: of each variant a small run, and of each outcome one request of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from charts.lines import Sheet
from charts.sequence import sequence
from charts.theme import Figure, heading
from simulator import Scenario, simulate
from simulator.faults.shelf import FAULTS
from simulator.log import Requests
from simulator.microscope import Trace, look
from simulator.outcome import OUTCOMES
from strategies.shelf import FALLBACKS, PROTECTIONS, STRATEGIES, settings_of
from ui.story import OWN, STANDING, Story, told

SMALL: Mapping[str, Any] = {
    "duration_s": 8.0,
    "warmup_s": 1.0,
    "rate_rps": 150.0,
    "keys": 6,
    "read_share": 0.9,
}
"""Few keys and many readers, so that everything that can happen to a key happens in seconds."""
CLIENT = {"nodes": 2}
BUSY = {"connections": 1, "queue_limit": 2, "read_s": 0.03}
"""A database that protections have something to protect from: it also refuses."""
SLOW = {"read_s": 0.15}
"""Loads so long that some are under way when a fault strikes."""
TTL_S, STRIKES_S, LASTS_S = 0.8, 4.0, 2.0
KINDS: dict[str, dict[str, Any]] = {
    "strategy": STRATEGIES,
    "protection": PROTECTIONS,
    "fallback": FALLBACKS,
    "fault": FAULTS,
}
"""What the handbook has chapters of."""
MOST = 8
"""Outcomes that are shown of one variant."""
CANDIDATES = 20
"""So many requests of an outcome are looked at for the calmest one."""
FLUSH_S = 1.2
"""A write's story goes on so long after its end: until the queue is flushed."""

MEANING = {
    "fresh_hit": "Hit",
    "negative_hit": "Hit on a remembered absence",
    "early_hit": "Hit that starts a refresh",
    "stale_hit": "Hit past the soft expiry",
    "error_stale_hit": "Old answer, since the load failed",
    "coalesced_wait": "Wait for another's load",
    "miss_load": "Miss",
    "bypass": "Past the cache",
    "shed": "Shed",
    "timeout": "Timeout",
    "error": "Error",
    "acknowledged": "Write",
}
"""Outcomes as headings."""


@dataclass(frozen=True)
class Exhibit:
    """One request of a run: how it ended, and its diagram."""

    outcome: str
    share: float
    """Of the requests of the small run."""
    figure: Figure


@lru_cache(maxsize=64)
def exhibits(kind: str, name: str) -> tuple[Exhibit, ...]:
    """One request of every outcome that a variant's small run has; the calmest example of each."""
    scenario = small(kind, name)
    log, trace = simulate(scenario).table(Requests), look(scenario)
    from_s = STRIKES_S - SLOW["read_s"] if kind in {"fallback", "fault"} else 1.0
    return tuple(found(name, log, trace, from_s))[:MOST]


def small(kind: str, name: str) -> Scenario:
    """A run in which a variant shows what it does."""
    strategy = name if kind == "strategy" else "cache-aside"
    plan: dict[str, Any] = {"workload": dict(SMALL), "client": dict(CLIENT)}
    plan["strategy"] = {"name": strategy}
    if "ttl_s" in fields(STRATEGIES[strategy]):
        plan["strategy"]["ttl_s"] = TTL_S
    if kind == "protection":
        plan |= {"protections": [{"name": name}], "database": BUSY}
    if kind == "fallback":
        plan |= {"on_cache_error": {"name": name}, "faults": [struck("cache-outage")]}
    if kind == "fault":
        plan |= {"faults": [struck(name)], "database": SLOW}
    return Scenario.model_validate(plan)


def struck(fault: str) -> dict[str, Any]:
    """A fault at its instant; one that lasts is over before the run is."""
    for_s = {"for_s": LASTS_S} if FAULTS[fault].lasts else {}
    return {"name": fault, "at_s": STRIKES_S, **for_s}


def fields(variant: type) -> Mapping[str, Any]:
    """A variant's parameters."""
    return settings_of(variant).model_fields


def found(name: str, log: Requests, trace: Trace, from_s: float) -> Iterator[Exhibit]:
    """The exhibits of a log, most frequent outcome first."""
    late = log.at_s >= from_s
    codes, counts = np.unique(log.outcome[late], return_counts=True)
    for code, count in sorted(zip(codes, counts, strict=True), key=lambda pair: -pair[1]):
        same = late & (log.outcome == code)
        story = calmest(log, trace, np.flatnonzero(same)[:CANDIDATES])
        if story is not None:
            share = float(count / np.count_nonzero(late))
            yield Exhibit(OUTCOMES[code], share, drawn(name, OUTCOMES[code], story, share))


def calmest(log: Requests, trace: Trace, places: Any) -> Story | None:
    """The story with the fewest steps, of those with background work if there are any."""
    stories = []
    for place in places:
        written = bool(log.write[place])
        role = "write" if written else "read"
        hero = trace.request(float(log.at_s[place]), role, int(log.node[place]))
        if hero is not None:
            late_s = FLUSH_S if written else 0.0
            stories.append(told(trace, hero, stale=bool(log.behind[place]), late_s=late_s))
    return min(stories, key=lambda story: (quiet(story), len(story.messages)), default=None)


def quiet(story: Story) -> bool:
    """Does nothing happen in the background?"""
    return not {OWN, STANDING} & set(story.lines)


def drawn(name: str, outcome: str, story: Story, share: float) -> Figure:
    """A story as a sequence diagram."""
    sheet = Sheet(
        MEANING[outcome],
        f"One of the {share:.1%} of the requests that ended so",
        file=f"{name}-{outcome}".replace("_", "-"),
        alt=f"{MEANING[outcome]} with {name}: "
        + "; ".join(f"{m.source} to {m.target}: {m.label}" for m in story.messages),
        subject=heading(name),
    )
    return sequence(story.lines, story.start, story.messages, sheet)
