"""The worst requests, against a search through the whole log."""

from typing import Any

import numpy as np

from metrics.worst import FAILED, LOST, SLOW, STALE, Worst
from simulator import Scenario, simulate
from simulator.log import Requests, rows_of

PLAN: dict[str, Any] = {
    "workload": {"duration_s": 12, "warmup_s": 2, "rate_rps": 200, "keys": 20, "read_share": 0.7},
    "database": {"connections": 2, "queue_limit": 3},
    "strategy": {"name": "cache-aside", "ttl_s": 2, "invalidation": "ttl-only"},
}


def worst_of(plan, pieces: int = 1):
    """The table, its log, and the requests."""
    log = simulate(Scenario.model_validate(plan))
    table = log.table(Requests)
    worst, step = Worst(2, 12), len(table.at_s) // pieces + 1
    for first in range(0, len(table.at_s), step):
        worst.requests(rows_of(table, slice(first, first + step)))
    return worst.table(log), log, table


def test_the_slowest_and_the_stalest_are_those_of_the_whole_run():
    found, _, table = worst_of(PLAN)
    counted = table.at_s >= 2
    for why, column in ((SLOW, "latency_s"), (STALE, "age_s")):
        values = np.where(counted, getattr(table, column), 0)
        first = found[found.why == why].iloc[0]
        assert first["row"] == values.argmax()
        assert first[column] == values.max() > 0
        assert (found[found.why == why][column].diff().dropna() <= 0).all()


def test_the_pieces_in_which_the_log_comes_do_not_matter():
    assert worst_of(PLAN)[0].equals(worst_of(PLAN, pieces=7)[0])


def test_failures_are_found():
    found, _, _ = worst_of(PLAN)
    assert set(found[found.why == FAILED].outcome) <= {"shed", "error", "timeout"}
    assert (found.why == FAILED).any()


def test_lost_writes_are_the_requests_that_made_them():
    plan = {
        **PLAN,
        "workload": {**PLAN["workload"], "keys": 5000},
        "strategy": {"name": "write-behind", "flush_interval_s": 5},
        "faults": [{"name": "cache-crash", "at_s": 9}],
    }
    found, log, table = worst_of(plan)
    lost = found[found.why == LOST]
    assert len(lost) == min(len(log.books.lost), 100) > 0
    versions = {(each.key, each.version) for each in log.books.lost}
    assert {(table.key[row], table.version[row]) for row in lost.row} <= versions
