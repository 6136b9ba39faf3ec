"""The closed form beside a way of telling the cache: what it says of the hits, and where it holds.

A closed form is for one key. Over all keys its shares are weighted with the hits that each key
has by the same theory.
"""

from collections.abc import Callable
from math import inf
from typing import Any, NamedTuple

from metrics.batches import Share
from simulator import Scenario
from simulator.workload.arrivals import Poisson
from simulator.workload.popularity import Sequential
from theory import staleness
from theory.mixture import Flow, delete_flow, over_hits, over_loads, per_key, ttl_flow
from ui.fields import tag_value

AGREES = 4.5
"""Standard errors within which chance alone explains a deviation."""
EXACT = 1e-9


class Law(NamedTuple):
    """The stale share of the hits and the hit ratio; None where no closed form holds. Why."""

    stale: float | None
    hit: float | None
    words: str


class Rates(NamedTuple):
    """Reads and writes a second of each key, as columns, and the times that decide."""

    reads: Any
    writes: Any
    ttl_s: float
    load_s: float
    window_s: float
    exponential: bool


def law(scenario: Scenario) -> Law:
    """What theory says of a way, if the world is the one that theory assumes."""
    why_not = obstacle(scenario)
    if why_not:
        return Law(None, None, f"none: {why_not}")
    own: Any = scenario.strategy
    rule = RULES.get(own.invalidation if tag_value(own) == "cache-aside" else own.allocate)
    return rule(rates(scenario), own) if rule else Law(None, None, "none for this way")


def obstacle(scenario: Scenario) -> str:
    """The first assumption of all closed forms that this world breaks; empty if it breaks none."""
    workload, database, cache = scenario.workload, scenario.database, scenario.cache
    own: Any = scenario.strategy
    broken = {
        "keys are not drawn independently": workload.trace is not None
        or isinstance(workload.popularity, Sequential),
        "arrivals are not Poisson": not isinstance(workload.arrivals, Poisson),
        "nobody reads": workload.read_share == 0,
        "some reads ask for lists": workload.list_share > 0,
        "keys are spelled in several ways": scenario.client.key_formats > 1,
        "entries may be evicted": (cache.capacity_entries or inf) < workload.keys
        or cache.capacity_bytes is not None,
        "deletes get lost": cache.delete_loss > 0,
        "loads queue for a connection": database.connections is not None,
        "loads read a replica that lags": database.replica_lag_s > 0,
        "rows are rejected": database.rejected_share > 0,
        "loads are log-normal": database.service == "lognormal",
        "clients lose patience": scenario.client.timeout_s is not None,
        "clients hedge": scenario.client.hedge_after_s is not None,
        "faults strike": bool(scenario.faults),
        "writers pause or die": getattr(own, "gap_s", 0) > 0
        or getattr(own, "crash_between", 0) > 0,
        "the cache hears first": getattr(own, "order", "") == "cache-first",
        "loads of a key overlap (it takes one node and single flight)": not is_coalesced(scenario),
    }
    return next((words for words, true in broken.items() if true), "")


def is_coalesced(scenario: Scenario) -> bool:
    """Is there at most one load of a key at a time?"""
    names = [tag_value(each) for each in scenario.protections]
    return names == ["single-flight"] and scenario.client.nodes == 1


def rates(scenario: Scenario) -> Rates:
    """The numbers that the closed forms take."""
    workload, database = scenario.workload, scenario.database
    popularity: Any = workload.popularity
    weights = popularity.weights(workload.keys)
    rps = workload.rate_rps * weights / weights.sum()
    ttl_s = getattr(scenario.strategy, "ttl_s", None)
    return Rates(
        rps * workload.read_share * (1 - workload.missing_share),
        rps * (1 - workload.read_share),
        inf if ttl_s is None else float(ttl_s),
        database.read_s,
        database.read_s if database.snapshot == "start" else 0.0,
        database.service == "exponential",
    )


def ttl_only(found: Rates, _own: Any) -> Law:
    """Writes leave the cache alone."""
    if found.ttl_s == inf:
        return Law(None, None, "none: without a TTL nothing ever changes")
    share = per_key(
        staleness.ttl_only_share,
        found.writes,
        found.ttl_s,
        found.window_s,
        exponential=found.exponential,
    )
    return averaged(share, untouched(found), "1 - E[e^(-μV)] (1 - e^(-μT)) / μT")


def race(found: Rates, _own: Any) -> Law:
    """A reader who took his row before the commit fills the cache after the delete."""
    words = "μV / (1 + μV), for every TTL" if found.exponential else "1 - e^(-μV), for every TTL"
    share = per_key(
        staleness.delete_race_share, found.writes, found.window_s, exponential=found.exponential
    )
    return averaged(share, deleted(found), words)


def closed_door(_found: Rates, _own: Any) -> Law:
    """A delete voids the lease that an old row needs; what is refused is loaded once more."""
    return Law(0.0, None, "0: an outdated set is refused")


def versions(_found: Rates, _own: Any) -> Law:
    """A set of an older version is refused while there is an entry."""
    return Law(0.0, None, "0: an older version never replaces a newer one")


def log_tail(found: Rates, own: Any) -> Law:
    """Deletes that come late."""
    if found.load_s > 0:
        return Law(None, None, "(1 - e^(-2μd)) / 2 without TTL and load time; none with a load")
    share = per_key(staleness.late_deletes_share, found.writes, own.cdc_lag_s, found.ttl_s)
    return averaged(share, deleted(found), "(1 - e^(-2μd)) / 2 without a TTL")


def delete_first(_found: Rates, _own: Any) -> Law:
    """Reads between delete and commit put the old row back."""
    return Law(None, None, "races with the reads, 1 - e^(-λc) of the writes; exact without a TTL")


def twice(found: Rates, own: Any) -> Law:
    """The second delete ends what the race left, unless the load was slower still."""
    left = per_key(
        staleness.second_delete_share,
        found.writes,
        found.window_s or EXACT,
        own.second_delete_s,
        exponential=found.exponential,
    )
    share = over_loads(left, deleted(found))
    return Law(None, None, f"{share:.1%} of the fills outlive the second delete")


def in_place(found: Rates, own: Any) -> Law:
    """Writers update what is there and leave its expiry."""
    if not own.keep_ttl or found.ttl_s == inf:
        return Law(None, None, "none: for entries that keep their TTL only")
    share = per_key(
        staleness.write_through_race_share,
        found.writes,
        found.window_s,
        found.ttl_s,
        exponential=found.exponential,
    )
    return averaged(share, untouched(found), "E[1 - e^(-μV)] (1 - e^(-μT)) / μT")


def put_in(_found: Rates, _own: Any) -> Law:
    """A write puts the new value in, and a slow reader the old one over it."""
    return Law(None, None, "none: a slow reader's set follows the writer's, until the next write")


RULES: dict[str, Callable[[Rates, Any], Law]] = {
    "ttl-only": ttl_only,
    "delete-after": race,
    "never": race,
    "delete-before": delete_first,
    "double-delete": twice,
    "lease": closed_door,
    "versioned-set": versions,
    "cdc": log_tail,
    "if-present": in_place,
    "update-after": put_in,
    "always": put_in,
}
"""The closed form by way: how cache-aside invalidates, or what write-through puts in."""


def averaged(share: Any, flow: Flow, words: str) -> Law:
    """The shares of all keys weighted with their hits, and the hit ratio."""
    return Law(*over_hits(share, flow), words)


def untouched(found: Rates) -> Flow:
    """Hits where only the TTL ends an entry."""
    return ttl_flow(found.reads, found.ttl_s, found.load_s)


def deleted(found: Rates) -> Flow:
    """Hits where the next write ends an entry, too."""
    return delete_flow(found.reads, found.writes, found.ttl_s, found.load_s)


def deviation(measured: Share, expected: float | None) -> str:
    """How far a measured share is from the closed form, in words; se are standard errors."""
    if expected is None or measured.mean is None or measured.error is None:
        return ""
    off = measured.mean - expected
    if not measured.error:
        return "agrees, no scatter" if abs(off) < EXACT else f"{off:+.2%}, no scatter to judge by"
    errors = off / measured.error
    return f"{'agrees' if abs(errors) <= AGREES else 'differs'}, {errors:+.1f} se"
