"""The simulator against the closed forms of write-behind, on every engine.

A crash strikes at the very end of a run of random length, so that nothing is written after it:
what is lost is what waited.
"""

from typing import Any

import numpy as np
import pytest

from simulator import simulate
from simulator.log import Log, Requests, Statements, rows_of
from tests.worlds import EVERY_ENGINE, Estimate, ideal, independent, play, size
from theory import write_behind

KEYS, EXPONENT = 50, 0.99
WRITES_RPS = 40.0
RUNS = 60


def world(duration_s: float, seed: int = 1, **fields: Any) -> Any:
    """Writes only, of keys by Zipf's law; nothing takes time but the flusher's own pauses."""
    plain: dict[str, Any] = {
        "rate_rps": WRITES_RPS,
        "duration_s": duration_s,
        "read_share": 0,
        "keys": KEYS,
        "popularity": {"law": "zipf", "exponent": EXPONENT},
        "batch_size": 1000,
        "seed": seed,
    }
    return ideal("write-behind", **(plain | fields))


def crashes(engine: str, settled_s: float, **fields: Any) -> list[Log]:
    """Runs that end in a crash, at a random instant after things have settled."""
    random = np.random.default_rng(5)
    runs = size(engine, reference=RUNS // 2, fast=RUNS)
    logs = []
    for seed in range(runs):
        end_s = settled_s + float(random.uniform(0, 7))
        crash = {"name": "cache-crash", "at_s": end_s - 1e-6}
        scenario = world(end_s, seed, **fields)
        scenario = type(scenario).model_validate(scenario.model_dump() | {"faults": [crash]})
        logs.append(simulate(scenario, engine=engine))
    return logs


def lost_writes(logs: list[Log]) -> Estimate:
    """Writes lost in a crash."""
    assert {lost.cause for log in logs for lost in log.books.lost} <= {"cache_crash"}
    return independent([len(log.books.lost) for log in logs])


def lost_keys(logs: list[Log]) -> Estimate:
    """Keys whose last write was lost in a crash."""
    return independent([len({lost.key for lost in log.books.lost}) for log in logs])


def flushes(log: Log) -> Statements:
    """The statements of a run but for the last, which its end may have cut short."""
    table = log.table(Statements)
    return rows_of(table, slice(0, -1))


def long_run(engine: str, **fields: Any) -> Log:
    """One run without a crash."""
    return simulate(world(size(engine) / WRITES_RPS, **fields), engine=engine)


def rows_rps(log: Log) -> Estimate:
    """Rows that the database writes a second."""
    table, span = log.table(Statements), (0.1, 1.0)
    end_s = log.scenario.workload.duration_s
    edges_s = np.linspace(*span, 31) * end_s
    counts, _ = np.histogram(table.done_s, bins=edges_s, weights=table.rows)
    return independent(counts / np.diff(edges_s))


@EVERY_ENGINE
@pytest.mark.parametrize("interval_s", [0.5, 2])
def test_a_common_flush(engine: str, interval_s: float) -> None:
    """Lost writes and keys, rows a flush, coalescing."""
    expected = write_behind.common_flush(KEYS, EXPONENT, WRITES_RPS, interval_s)
    logs = crashes(engine, 4, flush_interval_s=interval_s)
    assert lost_writes(logs).agrees(expected.lost_writes)
    assert lost_keys(logs).agrees(expected.lost_keys)
    log = long_run(engine, flush_interval_s=interval_s)
    per_flush = write_behind.rows_per_flush(KEYS, EXPONENT, WRITES_RPS, interval_s)
    assert independent(flushes(log).rows).agrees(per_flush)
    assert rows_rps(log).agrees(expected.rows_rps)


@EVERY_ENGINE
@pytest.mark.parametrize("delay_s", [0.5, 2])
def test_a_delay_for_each_key(engine: str, delay_s: float) -> None:
    """From the first write on: more is lost than with a common flush of the same length."""
    expected = write_behind.delay_per_key(KEYS, EXPONENT, WRITES_RPS, delay_s)
    fields = {"flush": "first-write", "flush_interval_s": delay_s}
    logs = crashes(engine, 20 * delay_s, **fields)
    assert lost_writes(logs).agrees(expected.lost_writes)
    assert lost_keys(logs).agrees(expected.lost_keys)
    assert rows_rps(long_run(engine, **fields)).agrees(expected.rows_rps)


@EVERY_ENGINE
def test_without_coalescing_the_loss_is_rate_times_delay(engine: str) -> None:
    """Little's law: each write waits for 2 s."""
    logs = crashes(engine, 6, flush="first-write", flush_interval_s=2, coalescing=False)
    assert lost_writes(logs).agrees(WRITES_RPS * 2)


@EVERY_ENGINE
@pytest.mark.parametrize("writes", [10, 100])
def test_flush_by_count(engine: str, writes: int) -> None:
    """A crash finds any number of writes below the measure, all alike."""
    lost, rows = write_behind.flush_by_count(KEYS, EXPONENT, writes)
    fields = {"flush": "size", "flush_writes": writes}
    assert lost_writes(crashes(engine, 10, **fields)).agrees(lost)
    assert independent(flushes(long_run(engine, **fields)).rows).agrees(rows)


@EVERY_ENGINE
def test_flush_by_count_or_time(engine: str) -> None:
    """40 writes/s, 60 writes or 1.5 s: 28.13 lost, 56.9 writes a flush."""
    expected = write_behind.flush_by_count_or_time(WRITES_RPS, 60, 1.5)
    fields = {"flush": "size-or-interval", "flush_writes": 60, "flush_interval_s": 1.5}
    assert lost_writes(crashes(engine, 10, **fields)).agrees(expected.lost_writes)
    log = long_run(engine, **fields, coalescing=False)
    assert independent(flushes(log).rows).agrees(expected.writes_per_flush)


@EVERY_ENGINE
@pytest.mark.parametrize("ttl_s", [1, 2, 4])
def test_dirty_copies_that_expire(engine: str, ttl_s: float) -> None:
    """0.3 writes/s of each key, one flush after 5 s: what was written last too long ago is lost."""
    keys = size(engine, reference=3000, fast=6000)
    uniform: dict[str, Any] = {
        "keys": keys,
        "popularity": {"law": "uniform"},
        "rate_rps": 0.3 * keys,
    }
    fields: dict[str, Any] = {
        "flush_interval_s": 5,
        "ttl_s": ttl_s,
        "dirty_eviction": "drop",
        "batch_size": keys,
    }
    log = simulate(world(5, **uniform, **fields), engine=engine)
    dirty = np.unique(log.table(Requests).key)
    expired = {lost.key for lost in log.books.lost}
    assert {lost.cause for lost in log.books.lost} == {"expired"}
    assert independent(np.isin(dirty, list(expired))).agrees(
        write_behind.expired_before_flush(0.3, ttl_s, 5)
    )


@EVERY_ENGINE
@pytest.mark.parametrize(
    ("dirty_eviction", "causes"), [("flush-first", []), ("veto", []), ("drop", ["evicted"])]
)
def test_three_writes_in_a_cache_for_two(
    engine: str, dirty_eviction: str, causes: list[str]
) -> None:
    """One flush: flushed first, or kept, nothing is lost; dropped, exactly one write is."""
    scenario = ideal(
        "write-behind",
        keys=3,
        capacity_entries=2,
        eviction="lru",
        flush_interval_s=1,
        dirty_eviction=dirty_eviction,
        duration_s=2,
    )
    log = play(scenario, engine, (0.1, 0, "write"), (0.2, 1, "write"), (0.3, 2, "write"))
    assert [lost.cause for lost in log.books.lost] == causes
    assert [lost.key for lost in log.books.lost] == [0] * len(causes)
    books = log.books
    assert books.acknowledged == 3 == books.stored + books.superseded + len(books.lost)


@EVERY_ENGINE
@pytest.mark.parametrize(
    ("durability", "bound_s"), [("append-log", 1.0), ("replica", 0.001), ("none", 5.0)]
)
def test_what_outlives_a_crash_bounds_the_age_of_the_oldest_loss(
    engine: str, durability: str, bound_s: float
) -> None:
    """A flush every 5 s: the oldest lost write is no older than the log's interval or the lag."""
    logs = crashes(engine, 8, flush_interval_s=5, durability=durability)
    ages = [lost.lost_s - lost.acknowledged_s for log in logs for lost in log.books.lost]
    assert max(ages, default=0) <= bound_s
    assert max(ages, default=bound_s) > bound_s / 2
