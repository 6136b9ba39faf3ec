"""What is true of every log, whatever the scenario: each law returns where it is broken."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metrics import report
from metrics.shelf import DECLARATIONS
from simulator.conditions import Conditions
from simulator.log import Log, Requests, Samples, Statements
from simulator.outcome import CODE, FAILURES, HITS, OUTCOMES
from simulator.workload.requests import KeySpace

NANOSECOND = 1e-9


def values_come_from_the_truth(log: Log) -> bool:
    """A read returns the state at the start, or a version that a write before its end was given.

    Of items, that is: a list's version counts the writes of its items.
    """
    requests = log.table(Requests)
    end_s = requests.at_s + requests.latency_s
    written = {}
    for row in np.flatnonzero((requests.write == 1) & (requests.version > 0)):
        written[requests.key[row], requests.version[row]] = requests.at_s[row]
    lists = requests.key >= KeySpace(log.scenario.workload, log.scenario.seed).first_list
    answered = np.flatnonzero((requests.write == 0) & (requests.version > 0) & ~lists)
    return unfinished_writes(log) or all(
        written.get((requests.key[row], requests.version[row]), np.inf) <= end_s[row]
        for row in answered
    )


def unfinished_writes(log: Log) -> bool:
    """Were writes given up by their clients? They may have got a version all the same."""
    requests = log.table(Requests)
    return log.scenario.client.retries > 0 or bool(((requests.write == 1) & failed(requests)).any())


def failed(requests: Requests) -> NDArray[np.bool_]:
    """The requests that were not answered."""
    return np.isin(requests.outcome, FAILURES)


def versions_of_writes_are_unique(log: Log) -> bool:
    """No two acknowledged writes of a key have the same version."""
    requests = log.table(Requests)
    done = requests.outcome == CODE["acknowledged"]
    pairs = list(zip(requests.key[done], requests.version[done], strict=True))
    return len(pairs) == len(set(pairs))


def books_balance(log: Log) -> bool:
    """Every acknowledged write is stored, superseded or lost."""
    books = log.books
    acknowledged = int((log.table(Requests).outcome == CODE["acknowledged"]).sum())
    balance = books.stored + books.superseded + len(books.lost)
    return acknowledged == books.acknowledged == balance


def nothing_is_lost_without_a_cause(log: Log) -> bool:
    """An orderly run leaves no acknowledged write behind; a loss has a cause that was allowed."""
    strategy, faults = log.scenario.strategy, {fault.name for fault in log.scenario.faults}
    rejects = log.scenario.database.rejected_share > 0
    allowed = {
        "cache_crash": bool(faults & {"cache-crash", "cache-outage"}),
        "node_crash": "node-crash" in faults,
        "rejected": rejects,
        "not_stored": rejects or bool(faults),
        "dropped": getattr(strategy, "overflow", None) == "drop-oldest",
        "evicted": getattr(strategy, "dirty_eviction", None) == "drop",
        "expired": getattr(strategy, "dirty_eviction", None) == "drop",
    }
    return all(allowed[lost.cause] for lost in log.books.lost)


def outcomes_fit_their_requests(log: Log) -> bool:
    """Writes are acknowledged or fail, reads never acknowledged; only failures lack a version."""
    requests = log.table(Requests)
    acknowledged = requests.outcome == CODE["acknowledged"]
    wrote = requests.write == 1
    return bool(
        (acknowledged | failed(requests))[wrote].all()
        and not acknowledged[~wrote].any()
        and ((requests.version == -1) == failed(requests)).all()
    )


def requests_are_in_order(log: Log) -> bool:
    """Requests are logged in the order of arrival, and none ends before it arrives."""
    requests = log.table(Requests)
    return bool((np.diff(requests.at_s) >= 0).all() and (requests.latency_s >= 0).all())


def staleness_is_consistent(log: Log) -> bool:
    """Only a read can be behind; it has an age, which is no longer than the time before it."""
    requests = log.table(Requests)
    behind = requests.behind > 0
    return bool(
        (requests.write[behind] == 0).all()
        and (requests.behind >= 0).all()
        and (requests.age_s[~behind] == 0).all()
        and (requests.age_s >= 0).all()
        and (requests.age_s <= requests.at_s + NANOSECOND).all()
    )


def statements_are_in_order(log: Log) -> bool:
    """A statement joins, starts and ends in this order; statements are logged as they end."""
    done = log.table(Statements)
    return bool(
        (done.joined_s <= done.started_s).all()
        and (done.started_s <= done.done_s).all()
        and (np.diff(done.done_s) >= 0).all()
    )


def the_pool_is_never_overdrawn(log: Log) -> bool:
    """Never more statements at work than connections, nor more waiting than the queue limit."""
    done, database = log.table(Statements), log.scenario.database
    connections, limit = database.connections, database.queue_limit
    if connections is None:
        prompt = (done.started_s == done.joined_s).all() and not done.refused.any()
        return bool(prompt) or not Conditions(log.scenario).usual_database
    served = done.refused == 0
    most = at_once(done.started_s[served], done.done_s[served])
    return most <= connections and (limit is None or bool((done.queued <= limit).all()))


def at_once(begin_s: Any, end_s: Any) -> int:
    """The most visits at one time; one that ends makes room for one that begins then."""
    instants = np.concatenate([end_s, begin_s])
    steps = np.concatenate([np.full(len(end_s), -1), np.ones(len(begin_s), dtype=np.int64)])
    long = np.concatenate([end_s > begin_s] * 2)
    order = np.lexsort((steps[long], instants[long]))
    return int(np.cumsum(steps[long][order]).max(initial=0))


def the_cache_never_overflows(log: Log) -> bool:
    """Never more entries than the capacity."""
    capacity = log.scenario.cache.capacity_entries
    most = max(log.counters.entries_peak, int(log.table(Samples).entries.max(initial=0)))
    return capacity is None or most <= capacity


def loads_see_each_other(log: Log) -> bool:
    """Loads on demand count themselves in flight; writes and pure prefetches count nobody."""
    done = log.table(Statements)
    demanded = (done.write == 0) & (done.ahead < done.rows)
    return bool(
        (done.in_flight[demanded] >= 1).all() and (done.in_flight[done.write == 1] == 0).all()
    )


def misses_cost_a_load(log: Log) -> bool:
    """A read that ended as a load waited for a statement; a hit was answered without waiting."""
    requests, scenario = log.table(Requests), log.scenario
    quick = scenario.cache.round_trip_s == scenario.cache.service_s == 0
    quick &= scenario.client.retries == 0 and scenario.client.hedge_after_s is None
    hits = np.isin(requests.outcome, [c for c in HITS if c != CODE["error_stale_hit"]])
    return not quick or bool((requests.latency_s[hits] == 0).all())


def metrics_are_complete_and_sane(log: Log) -> bool:
    """Every declared metric is there, shares lie in 0..1, and the outcomes' shares add up to 1."""
    figures = report(log).figures
    shares = [figures[f"outcome_{word}"] for word in OUTCOMES[:-1]]
    ratios = [*shares, figures["hit_ratio"], figures["stale_read_ratio"]]
    return (
        figures.keys() >= DECLARATIONS.keys()
        and all(each is None or 0 <= each <= 1 for each in ratios)
        and (figures["reads"] == 0 or abs(sum(each or 0 for each in shares) - 1) < NANOSECOND)
    )


LAWS: tuple[Callable[[Log], bool], ...] = (
    values_come_from_the_truth,
    versions_of_writes_are_unique,
    books_balance,
    nothing_is_lost_without_a_cause,
    outcomes_fit_their_requests,
    requests_are_in_order,
    staleness_is_consistent,
    statements_are_in_order,
    the_pool_is_never_overdrawn,
    the_cache_never_overflows,
    loads_see_each_other,
    misses_cost_a_load,
    metrics_are_complete_and_sane,
)


def broken(log: Log) -> list[str]:
    """The names of the laws that a log breaks."""
    return [law.__name__ for law in LAWS if not law(log)]
