"""Small worlds whose course can be worked out by hand, on every engine."""

import pytest

from metrics import Fold, report
from simulator import simulate
from simulator.ledger import Books
from simulator.log import Chunk, Log, Requests, Samples, Statements
from tests.worlds import EVERY_ENGINE, SINGLE_FLIGHT, ideal, outcomes, play


def latencies_s(log: Log) -> list[float]:
    """How long each request took."""
    return log.table(Requests).latency_s.round(9).tolist()


def versions(log: Log) -> list[int]:
    """What each request returned or was given."""
    return log.table(Requests).version.tolist()


@EVERY_ENGINE
def test_a_slow_reader_fills_the_cache_after_the_delete(engine: str) -> None:
    """The row of 0 s is set at 0.1 s, after the write of 0.05 s deleted it: stale for a TTL."""
    log = play(
        ideal(read_s=0.1, snapshot="start", ttl_s=10),
        engine,
        (0, 0, "read"),
        (0.05, 0, "write"),
        (1, 0, "read"),
        (10.09, 0, "read"),
        (10.2, 0, "read"),
    )
    ends = ["miss_load", "acknowledged", "fresh_hit", "fresh_hit", "miss_load"]
    assert outcomes(log) == ends
    assert versions(log) == [0, 1, 0, 0, 1]
    assert log.table(Requests).behind.tolist() == [0, 0, 1, 1, 0]
    assert log.table(Requests).age_s.round(9).tolist() == [0, 0, 0.95, 10.04, 0]


@EVERY_ENGINE
def test_the_same_reader_is_harmless_when_rows_are_read_at_the_end(engine: str) -> None:
    """With the snapshot at the end of the load nobody is stale."""
    log = play(
        ideal(read_s=0.1, snapshot="end"),
        engine,
        (0, 0, "read"),
        (0.05, 0, "write"),
        (1, 0, "read"),
    )
    assert versions(log) == [1, 1, 1]
    assert not log.table(Requests).behind.any()


@EVERY_ENGINE
def test_a_miss_costs_two_trips_and_a_load(engine: str) -> None:
    """Get 11 ms, load 100 ms, set 11 ms; a hit is one trip; a write its commit and a delete."""
    log = play(
        ideal(round_trip_s=0.01, service_s=0.001, read_s=0.1, write_s=0.2),
        engine,
        (0, 0, "read"),
        (1, 0, "read"),
        (2, 0, "write"),
    )
    assert latencies_s(log) == [0.122, 0.011, 0.211]


@EVERY_ENGINE
def test_the_cache_works_on_one_operation_at_a_time(engine: str) -> None:
    """Three hits at once, 10 ms of work each: 10, 20 and 30 ms."""
    first = (0.0, 0, "read")
    crowd = [(1.0, 0, "read")] * 3
    log = play(ideal(service_s=0.01), engine, first, *crowd)
    assert latencies_s(log)[1:] == [0.01, 0.02, 0.03]


@EVERY_ENGINE
def test_one_connection_serves_one_after_the_other(engine: str) -> None:
    """Three loads of 1 s at once: they wait 0, 1 and 2 s, in the order of arrival."""
    world = ideal("no-cache", read_s=1, connections=1, keys=3)
    log = play(world, engine, (0, 2, "read"), (0, 0, "read"), (0, 1, "read"))
    assert latencies_s(log) == [1, 2, 3]
    done = log.table(Statements)
    assert done.key.tolist() == [2, 0, 1]
    assert done.started_s.tolist() == [0, 1, 2]
    assert done.queued.tolist() == [0, 1, 2]


@EVERY_ENGINE
def test_a_full_queue_refuses_at_once(engine: str) -> None:
    """One connection, one place to wait: the third request is shed without delay."""
    world = ideal("no-cache", read_s=1, connections=1, queue_limit=1)
    log = play(world, engine, *[(0.0, 0, "read")] * 3)
    assert outcomes(log) == ["miss_load", "miss_load", "shed"]
    assert latencies_s(log) == [1, 2, 0]
    assert sorted(log.table(Statements).refused.tolist()) == [0, 0, 1]


@EVERY_ENGINE
def test_abandoned_work_goes_on(engine: str) -> None:
    """A client gives up after 50 ms; the load of 100 ms still fills the cache."""
    world = ideal(read_s=0.1, timeout_s=0.05)
    log = play(world, engine, (0, 0, "read"), (0.2, 0, "read"))
    assert outcomes(log) == ["timeout", "fresh_hit"]
    assert latencies_s(log) == [0.05, 0]


@EVERY_ENGINE
def test_a_retry_finds_what_the_first_attempt_left(engine: str) -> None:
    """Timeout at 50 ms, back-off to 150 ms: by then the entry is there, and that is the latency."""
    world = ideal(read_s=0.1, timeout_s=0.05, retries=2, backoff_s=0.1)
    log = play(world, engine, (0, 0, "read"))
    assert outcomes(log) == ["fresh_hit"]
    assert latencies_s(log) == [0.15]
    assert len(log.table(Statements).key) == 1


@EVERY_ENGINE
def test_an_answer_beats_a_timeout_at_the_same_instant(engine: str) -> None:
    """A load of exactly the timeout is in time."""
    log = play(ideal(read_s=0.1, timeout_s=0.1), engine, (0, 0, "read"))
    assert outcomes(log) == ["miss_load"]


@EVERY_ENGINE
def test_without_protection_everybody_loads(engine: str) -> None:
    """Reads at 0, 50 and 100 ms, loads of 100 ms: the third comes as the first load ends."""
    reads = [(0.0, 0, "read"), (0.05, 0, "read"), (0.1, 0, "read")]
    log = play(ideal(read_s=0.1), engine, *reads)
    assert outcomes(log) == ["miss_load", "miss_load", "fresh_hit"]
    assert log.table(Statements).in_flight.tolist() == [1, 2]


@EVERY_ENGINE
def test_single_flight_shares_the_load(engine: str) -> None:
    """The second read waits the remaining 50 ms for the first one's answer."""
    log = play(
        ideal(protections=SINGLE_FLIGHT, read_s=0.1), engine, (0, 0, "read"), (0.05, 0, "read")
    )
    assert outcomes(log) == ["miss_load", "coalesced_wait"]
    assert latencies_s(log) == [0.1, 0.05]
    assert len(log.table(Statements).key) == 1


@EVERY_ENGINE
def test_an_entry_lives_up_to_and_including_its_ttl(engine: str) -> None:
    """Set at 0, TTL 10 s: a hit at 10 s, a miss a nanosecond later."""
    log = play(ideal(ttl_s=10), engine, (0, 0, "read"), (10, 0, "read"), (10.000000001, 0, "read"))
    assert outcomes(log) == ["miss_load", "fresh_hit", "miss_load"]


@EVERY_ENGINE
def test_absence_is_remembered_for_its_own_ttl(engine: str) -> None:
    """Key 5 does not exist; a null TTL of 1 s saves the second load, not the third."""
    log = play(
        ideal(null_ttl_s=1, keys=3), engine, (0, 5, "read"), (0.5, 5, "read"), (1.5, 5, "read")
    )
    assert outcomes(log) == ["miss_load", "negative_hit", "miss_load"]


@EVERY_ENGINE
def test_a_written_key_exists(engine: str) -> None:
    """What was absent and is written is found, and its deletion of the null entry shows it."""
    log = play(
        ideal(null_ttl_s=60, keys=3), engine, (0, 5, "read"), (1, 5, "write"), (2, 5, "read")
    )
    assert versions(log) == [0, 1, 1]
    assert outcomes(log)[-1] == "miss_load"


@EVERY_ENGINE
def test_write_behind_stores_the_last_of_three(engine: str) -> None:
    """Writes at 0, 0.3 and 0.6 s, a flush at 1 s: one row, two superseded, reads current."""
    log = play(
        ideal("write-behind", flush_interval_s=1),
        engine,
        (0, 0, "write"),
        (0.3, 0, "write"),
        (0.4, 0, "read"),
        (0.6, 0, "write"),
        (1.5, 0, "read"),
    )
    assert versions(log) == [1, 2, 2, 3, 3]
    done = log.table(Statements)
    assert (done.joined_s.tolist(), done.rows.tolist()) == ([1], [1])
    assert log.books == Books(3, 1, 2, ())


@EVERY_ENGINE
def test_an_orderly_stop_flushes(engine: str) -> None:
    """A write after the last flush is stored by the drain."""
    log = play(ideal("write-behind", flush_interval_s=100), engine, (0, 0, "write"))
    assert log.books == Books(1, 1, 0, ())
    assert log.counters.dirty_peak == 1


@EVERY_ENGINE
def test_read_ahead_refreshes_once(engine: str) -> None:
    """TTL 10 s, window 0.2: the read at 9 s is served and renews the entry, the next one not."""
    log = play(
        ideal("read-ahead", ttl_s=10, refresh_window=0.2, read_s=0.1),
        engine,
        (0, 0, "read"),
        (8.1, 0, "read"),
        (9, 0, "read"),
        (9.05, 0, "read"),
        (15, 0, "read"),
    )
    ends = ["miss_load", "fresh_hit", "early_hit", "fresh_hit", "fresh_hit"]
    assert outcomes(log) == ends
    assert log.table(Statements).joined_s.tolist() == [0, 9]


@EVERY_ENGINE
def test_prefetch_runs_ahead(engine: str) -> None:
    """A miss on 0 brings 1 and 2; the first use of 1 brings 2 and 3; 3 is there when asked for."""
    log = play(
        ideal("read-ahead", prefetch_keys=2, refresh_window=0, keys=9, ttl_s=100),
        engine,
        *[(float(key), key, "read") for key in (0, 1, 3)],
    )
    assert outcomes(log) == ["miss_load", "fresh_hit", "fresh_hit"]
    done = log.table(Statements)
    assert done.rows.tolist() == [3, 2, 2]
    assert done.ahead.tolist() == [2, 2, 2]
    assert done.in_flight.tolist() == [1, 0, 0]
    assert (log.counters.prefetch_hits, log.counters.prefetch_wasted) == (2, 0)


@EVERY_ENGINE
def test_updates_reach_the_cache_in_the_order_of_their_commits(engine: str) -> None:
    """Write-through: a read after two writes returns the second."""
    world = ideal("write-through", write_s=0.1)
    log = play(world, engine, (0, 0, "write"), (0.05, 0, "write"), (1, 0, "read"))
    assert versions(log) == [1, 2, 2]
    assert outcomes(log)[-1] == "fresh_hit"


@EVERY_ENGINE
def test_samples_see_the_memory_fill(engine: str) -> None:
    """Keys 0 and 1 come at 10 and 40 of 60 s: 201 samples step from 0 to 1 to 2 entries."""
    log = play(ideal(keys=2, ttl_s=None), engine, (10, 0, "read"), (40, 1, "read"))
    samples = log.table(Samples)
    assert len(samples.at_s) == 201
    steps = dict(zip(samples.at_s.round(6).tolist(), samples.entries.tolist(), strict=True))
    assert (steps[9.9], steps[10.2], steps[39.9], steps[40.2]) == (0, 1, 1, 2)


@EVERY_ENGINE
def test_a_run_without_requests_is_a_run(engine: str) -> None:
    """At 1/s for half a second nothing arrives, and there is nothing to report."""
    log = simulate(ideal(rate_rps=1, duration_s=0.5, arrivals={"law": "constant"}), engine=engine)
    assert report(log).figures["requests"] == 0
    assert report(log).figures["hit_ratio"] is None


@EVERY_ENGINE
def test_chunks_can_be_handed_over(engine: str) -> None:
    """With `keep` the log holds no chunks, and folding them gives the same figures."""
    world = ideal(rate_rps=200, keys=50, read_share=0.9, warmup_s=10, write_s=0.01)
    fold, kept = Fold(world), list[Chunk]()

    def take(chunk: Chunk) -> None:
        kept.append(chunk)
        fold.take(chunk)

    log = simulate(world, engine=engine, keep=take)
    assert log.chunks == []
    assert kept != []
    assert fold.report(log).figures == report(simulate(world, engine=engine)).figures


@EVERY_ENGINE
def test_progress_is_told_and_can_stop_the_run(engine: str) -> None:
    """Shares rise from 0 to 1; an exception raised by the listener reaches the caller."""
    world = ideal(rate_rps=1000, keys=5, ttl_s=1, read_s=0.01)
    shares = list[float]()
    simulate(world, engine=engine, on_progress=shares.append)
    assert shares == sorted(shares)
    assert len(shares) >= 2
    assert 0 <= shares[0] < shares[-1] <= 1

    def stop(share: float) -> None:
        if share > 0.2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        simulate(world, engine=engine, on_progress=stop)


@EVERY_ENGINE
def test_the_log_says_who_ran(engine: str) -> None:
    """A log carries its scenario and its engine."""
    world = ideal(duration_s=1, rate_rps=5)
    log = simulate(world, engine=engine)
    assert log.scenario == world
    assert log.engine == engine
