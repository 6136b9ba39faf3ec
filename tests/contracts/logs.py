"""Comparing two logs, and telling what a log has in it."""

from dataclasses import asdict
from typing import Any

import numpy as np

from simulator.log import Log, Requests, Samples, Statements
from simulator.outcome import OUTCOMES
from simulator.workload.requests import Block, KeySpace

TABLES = (Requests, Statements, Samples)


def differences(ours: Log, theirs: Log) -> list[str]:
    """Where two logs differ, one line each; empty where they are equal."""
    found = [line for kind in TABLES for line in table_differences(kind, ours, theirs)]
    if asdict(ours.counters) != asdict(theirs.counters):
        found.append(f"counters: {ours.counters} / {theirs.counters}")
    if books(ours) != books(theirs):
        found.append(f"books: {books(ours)} / {books(theirs)}")
    return found


def books(log: Log) -> dict[str, Any]:
    """The books; in which order losses are found does not matter."""
    return log.books._asdict() | {"lost": sorted(log.books.lost)}


def table_differences(kind: Any, ours: Log, theirs: Log) -> list[str]:
    """Where one table differs: its length, or the first row of each column that does."""
    mine, other = ours.table(kind), theirs.table(kind)
    if len(mine[0]) != len(other[0]):
        return [f"{kind.__name__} has {len(mine[0])} / {len(other[0])} rows"]
    return [
        f"{kind.__name__}.{name} {place_of(mine, other, name)}"
        for name in kind._fields
        if not equal(getattr(mine, name), getattr(other, name))
    ]


def equal(mine: Any, other: Any) -> bool:
    """Whole numbers equal exactly, seconds to a nanosecond."""
    if mine.dtype != other.dtype:
        return False
    if mine.dtype == np.float64:
        return bool(np.allclose(mine, other, rtol=0, atol=1e-9))
    return bool(np.array_equal(mine, other))


def place_of(mine: Any, other: Any, name: str) -> str:
    """The first row in which a column differs, in full."""
    left, right = getattr(mine, name), getattr(other, name)
    if left.dtype != right.dtype:
        return f"is {left.dtype} / {right.dtype}"
    row = int(np.flatnonzero(~np.isclose(left, right, rtol=0, atol=1e-9))[0])
    return f"in row {row}: {row_of(mine, row)} / {row_of(other, row)}"


def row_of(table: Any, row: int) -> dict[str, float]:
    """One row of a table as plain numbers."""
    return {name: getattr(table, name)[row].item() for name in table._fields}


def features(log: Log) -> set[str]:
    """What happened in a run, in words."""
    requests, statements = log.table(Requests), log.table(Statements)
    counters, space = log.counters, KeySpace(log.scenario.workload, seed=1)
    lists = (requests.write == 0) & (space.categories > 0) & (requests.key >= space.first_list)
    seen = {OUTCOMES[code] for code in np.unique(requests.outcome)}
    happened = {
        "stale read": requests.behind.any(),
        "two versions behind": (requests.behind > 1).any(),
        "refusal": statements.refused.any(),
        "queueing": (statements.started_s > statements.joined_s).any(),
        "redundant load": (statements.in_flight > 1).any(),
        "write statement": statements.write.any(),
        "eviction": counters.evictions,
        "refused set": counters.refusals,
        "expiry": counters.expirations,
        "prefetch": counters.prefetched,
        "prefetch used": counters.prefetch_hits,
        "prefetch wasted": counters.prefetch_wasted,
        "dirty keys": counters.dirty_peak,
        "retried read": counters.read_retries,
        "retried write": counters.write_retries,
        "retry out of budget": counters.retries_refused,
        "hedge": counters.hedges,
        "abandoned work": counters.abandoned,
        "superseded write": log.books.superseded,
        "lost write": log.books.lost,
        "second copy": log.table(Samples).copies.any(),
        "read of a list": lists.any(),
        "stale list": (lists & (requests.behind > 0)).any(),
        "arrivals at one instant": (np.diff(requests.at_s) == 0).any(),
        "arrival at a completion": np.isin(requests.at_s, statements.done_s).any(),
        "two completions at one instant": (np.diff(statements.done_s) == 0).any(),
    }
    return seen | {word for word, true in happened.items() if true}


def same_arrivals(ours: Log, theirs: Log) -> bool:
    """Are the requests the same, whatever became of them?"""
    mine, other = ours.table(Requests), theirs.table(Requests)
    return all(np.array_equal(getattr(mine, n), getattr(other, n)) for n in ARRIVAL)


ARRIVAL = tuple(name.replace("at_ns", "at_s") for name in Block._fields)
"""The columns of a request that its fate does not touch."""
