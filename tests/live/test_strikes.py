"""A scenario's faults in real time."""

import json

import numpy as np

from live import Places, measure
from simulator.log import Requests
from simulator.outcome import CODE, HITS
from tests.contracts import laws
from tests.live.worlds import brief
from tests.worlds import outcomes, schedule

STEADY = ("workload.read_share=1", "strategy.ttl_s=60", "workload.keys=5")


def test_a_crash_of_the_cache_empties_it(places: Places) -> None:
    """All keys were put in at the start: nobody misses before the crash, each key does after."""
    crash = 'faults=[{"name": "cache-crash", "at_s": 0.3}]'
    table = measure(brief(*STEADY, "workload.prefill=1", crash), places).log.table(Requests)
    missed = ~np.isin(table.outcome, HITS)
    assert not missed[table.at_s + table.latency_s < 0.3].any()
    assert set(table.key[missed]) == set(table.key[table.at_s > 0.35])


def test_what_waited_in_the_crashed_cache_is_lost(places: Places) -> None:
    """A write acknowledged at 50 ms, a flush every 60 s, a crash at 200 ms."""
    behind = ("strategy=write-behind", "strategy.flush_interval_s=60", "workload.warmup_s=0")
    crash = 'faults=[{"name": "cache-crash", "at_s": 0.2}]'
    plan = schedule((0.05, 1, "write"), (0.4, 2, "read"))
    log = measure(brief(*behind, crash), places, requests=plan).log
    assert outcomes(log) == ["acknowledged", "miss_load"]
    assert [(lost.key, lost.version, lost.cause) for lost in log.books.lost] == [
        (1, 1, "cache_crash")
    ]
    assert laws.books_balance(log)


def test_a_node_that_dies_fails_its_requests_and_comes_back(places: Places) -> None:
    """One read is under way on the node, one on another; the first fails, a later one does not.

    It fails at the crash, long before its load of two seconds is over.
    """
    slow = ("database.read_s=2", "database.service=constant", "workload.warmup_s=0")
    crash = 'faults=[{"name": "node-crash", "node": 1, "at_s": 0.5}]'
    plan = schedule((0.05, 1, "read", 1), (0.05, 2, "read", 0), (1.2, 3, "read", 1))
    log = measure(brief(*slow, crash), places, requests=plan).log
    assert outcomes(log) == ["error", "miss_load", "miss_load"]
    assert log.table(Requests).latency_s[0] < 1.5


def test_rows_that_the_table_rejects(places: Places) -> None:
    """All keys are of that kind: the write fails, the row stays as it was."""
    plan = schedule((0.05, 1, "write"), (0.2, 1, "read"))
    scenario = brief("database.rejected_share=1", "workload.warmup_s=0")
    measured = measure(scenario, places, requests=plan)
    table = measured.log.table(Requests)
    assert table.outcome[0] == CODE["error"]
    assert table.version[1] == 0
    assert measured.incidents.sentences() == []


def test_a_lost_delete_leaves_the_old_entry(places: Places) -> None:
    """All deletes get lost: the read after the write returns the version before it."""
    plan = schedule((0.05, 1, "read"), (0.6, 1, "write"), (1.2, 1, "read"))
    scenario = brief("cache.delete_loss=1", "strategy.ttl_s=60", "workload.warmup_s=0")
    table = measure(scenario, places, requests=plan).log.table(Requests)
    assert table.version.tolist() == [0, 1, 0]
    assert table.behind.tolist() == [0, 0, 1]


def test_a_replica_is_left_out_and_said() -> None:
    measured = measure(brief("workload.duration_s=0.2", "database.replica_lag_s=1"))
    assert measured.remarks == (
        "database.replica_lag_s is left out: there is one database and no replica",
    )


def faulty(name: str, **own: object) -> str:
    """The change that makes a fault of 1 s at 0.5 s."""
    return "faults=" + json.dumps([{"name": name, "at_s": 0.5, "for_s": 1} | own])


BEFORE_S, WITHIN_S, AFTER_S = 0.1, 0.8, 2.2
"""Instants round such a fault, so far from its ends that a busy machine does not mix them up."""


def test_an_outage_of_the_cache_sends_reads_past_it(places: Places) -> None:
    """Before and after it the read hits, also in a cache that hangs."""
    plan = schedule(*((at_s, 1, "read") for at_s in (BEFORE_S, WITHIN_S, AFTER_S)))
    for kind in ("refused", "hanging"):
        change = faulty("cache-outage", kind=kind)
        scenario = brief(*STEADY, "workload.prefill=1", "workload.warmup_s=0", change)
        measured = measure(scenario, places, requests=plan)
        assert outcomes(measured.log) == ["fresh_hit", "bypass", "fresh_hit"]
        assert measured.incidents.sentences() == []


def test_a_slow_way_to_the_cache(places: Places) -> None:
    """A hit takes the added three seconds longer, and no other, on however busy a machine."""
    plan = schedule(*((at_s, 1, "read") for at_s in (BEFORE_S, WITHIN_S, AFTER_S)))
    change = faulty("network-latency", added_s=3)
    scenario = brief(*STEADY, "workload.prefill=1", "workload.warmup_s=0", change)
    latency_s = measure(scenario, places, requests=plan).log.table(Requests).latency_s
    assert latency_s[1] >= 3
    assert max(latency_s[0], latency_s[2]) < 3


def test_a_database_that_is_down_stalled_or_slow(places: Places) -> None:
    """A read at 0.8 s fails, or is answered after 1.5 s, or takes a hundred times as long; a later
    one is served as usual.
    """
    plan = schedule((WITHIN_S, 1, "read"), (AFTER_S, 2, "read"))
    steady = ("database.read_s=0.01", "database.service=constant", "workload.warmup_s=0")
    changes = (
        faulty("database-outage", kind="refused"),
        faulty("database-outage", kind="stalled"),
        faulty("database-slowdown", factor=100),
    )
    logs = [measure(brief(*steady, each), places, requests=plan).log for each in changes]
    assert outcomes(logs[0]) == ["error", "miss_load"]
    took_s = [log.table(Requests).latency_s.tolist() for log in logs]
    assert took_s[1][0] >= 1.5 - WITHIN_S
    assert took_s[2][0] >= 100 * 0.01
    assert all(within_s > after_s for within_s, after_s in took_s[1:])


def test_a_purge_deletes_its_share(places: Places) -> None:
    """All keys were put in at the start: each misses once after the purge."""
    purge = 'faults=[{"name": "mass-purge", "at_s": 0.3, "share": 1}]'
    table = measure(brief(*STEADY, "workload.prefill=1", purge), places).log.table(Requests)
    missed = ~np.isin(table.outcome, HITS)
    assert not missed[table.at_s + table.latency_s < 0.3].any()
    assert set(table.key[missed]) == set(table.key[table.at_s > 0.35])
