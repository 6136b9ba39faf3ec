"""An outage of the cache before a pool of 800 reads a second: who survives it, and how."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from simulator import parse, simulate
from simulator.log import Log, Requests, Statements
from simulator.outcome import CODE, HITS
from tests.worlds import EVERY_ENGINE, independent
from theory.queues import erlang_b

OUT_S, BACK_S, END_S = 10, 20, 32
LAST_S = BACK_S - 0.01
"""Who arrives later may find the cache back when his look-up gets there."""
READ_S, NODES, POOL = 0.02, 4, 16
WITHIN_S = 1.0
"""How long after the outage a system that recovers may take."""


@cache
def outage(
    engine: str,
    rate_rps: float,
    fallback: str = "fail-open",
    more: tuple[tuple[str, Any], ...] = (),
    *,
    kind: str = "refused",
    memory: str = "kept",
    protection: str = "",
    timeout_s: float | None = None,
    read_share: float = 1.0,
) -> Log:
    """Ten seconds without the cache, after which it is there again."""
    guards = {"": [], "bulkhead": [{"name": "bulkhead", "max_loads": POOL // NODES}]}
    fault = {"name": "cache-outage", "at_s": OUT_S, "for_s": BACK_S - OUT_S}
    scenario = parse(
        {
            "workload": {
                "rate_rps": rate_rps,
                "duration_s": END_S,
                "warmup_s": 5,
                "read_share": read_share,
            },
            "client": {"nodes": NODES, "timeout_s": timeout_s},
            "database": {"connections": POOL, "read_s": READ_S},
            "protections": guards[protection],
            "faults": [fault | {"kind": kind, "memory": memory}],
            "on_cache_error": {"name": fallback, **dict(more)},
        }
    )
    return simulate(scenario, engine=engine)


def reads(log: Log, start_s: float, end_s: float) -> Requests:
    """Reads that arrived in a span of time."""
    table = log.table(Requests)
    which = (table.at_s >= start_s) & (table.at_s < end_s) & (table.write == 0)
    return Requests(*(column[which] for column in table))


def in_outage(log: Log) -> Requests:
    """Reads of the outage but for its first second."""
    return reads(log, OUT_S + 1, LAST_S)


def share(table: Requests, *words: str) -> float:
    """How many of some reads ended in one of these ways."""
    return float(np.isin(table.outcome, [CODE[word] for word in words]).mean())


def p99_s(log: Log, start_s: float, end_s: float) -> float:
    """The latency that one read in a hundred exceeds."""
    return float(np.quantile(reads(log, start_s, end_s).latency_s, 0.99))


def longest_queue(log: Log) -> int:
    """The most statements that waited for a connection in the outage but for its first second."""
    table = log.table(Statements)
    return int(table.queued[(table.joined_s > OUT_S + 1) & (table.joined_s < BACK_S)].max())


def survives(log: Log) -> bool:
    """Did reads stay fast in the outage's last seconds, and were they right after it?"""
    usual_s = p99_s(log, 5, OUT_S)
    late_s = p99_s(log, BACK_S - 3, BACK_S), p99_s(log, BACK_S + WITHIN_S, BACK_S + WITHIN_S + 2)
    return max(late_s) < 3 * usual_s


@EVERY_ENGINE
@pytest.mark.parametrize(("rate_rps", "survived"), [(500, True), (1000, False)])
def test_failing_open_is_survivable_below_the_pool_only(
    engine: str, rate_rps: float, survived: bool
) -> None:
    """At 500/s it is slower, not broken; at 1,000/s a queue grows by 200 a second."""
    log = outage(engine, rate_rps)
    assert share(in_outage(log), "bypass") == 1
    assert survives(log) == survived
    assert (longest_queue(log) > 1500) == (not survived)


@EVERY_ENGINE
def test_in_a_queue_that_is_longer_than_patience_nobody_is_served(engine: str) -> None:
    """At 1,000/s with a timeout of 1 s the pool works flat out on reads that have gone."""
    log = outage(engine, 1000, timeout_s=1.0)
    assert share(reads(log, BACK_S - 3, BACK_S), "timeout") > 0.95
    assert share(reads(log, BACK_S, BACK_S + 1), "timeout") > 0.15


@EVERY_ENGINE
@pytest.mark.parametrize("more", [(), (("max_loads", 6),)])
def test_the_cap_survives_by_turning_reads_away(engine: str, more: Any) -> None:
    """No queue worth the name, nobody times out, and all is well as soon as the cache is back."""
    log = outage(engine, 1000, "fail-open-limited", more)
    during = in_outage(log)
    assert survives(log)
    assert share(during, "bypass", "shed") == 1
    assert longest_queue(log) <= max(0, NODES * dict(more).get("max_loads", 4) - POOL)


@EVERY_ENGINE
@pytest.mark.parametrize("rate_rps", [500, 1000])
def test_the_cap_sheds_what_erlang_says(engine: str, rate_rps: float) -> None:
    """Each node loses reads like four servers without a queue: B(4, 2.5) and B(4, 5)."""
    during = in_outage(outage(engine, rate_rps, "fail-open-limited"))
    batches = np.array_split(during.outcome == CODE["shed"], 45)
    expected = erlang_b(rate_rps / NODES * READ_S, POOL // NODES)
    assert independent([batch.mean() for batch in batches]).agrees(expected)


@EVERY_ENGINE
def test_failing_closed_spares_the_database(engine: str) -> None:
    """No read is answered and no load is made until the cache is back, which is felt at once."""
    log = outage(engine, 1000, "fail-closed")
    assert share(in_outage(log), "error") == 1
    joined_s = log.table(Statements).joined_s
    assert not ((joined_s > OUT_S + 0.1) & (joined_s < BACK_S)).any()
    assert survives(log)


@EVERY_ENGINE
@pytest.mark.parametrize("name", ["local-copy", "stale-local-copy"])
def test_local_copies_take_the_load_off_the_database(engine: str, name: str) -> None:
    """A thousand values in each node answer most reads; the rest is less than the pool can do."""
    log = outage(engine, 1000, name)
    during = in_outage(log)
    assert survives(log)
    assert share(during, "fresh_hit") > 0.5
    assert share(during, "fresh_hit", "bypass") == 1


@EVERY_ENGINE
def test_copies_that_may_not_be_stale_run_out(engine: str) -> None:
    """With a life of 2 s the database has to renew them; stale ones serve on, as `stale_hit`."""
    short = (("local_ttl_s", 2.0),)
    fresh, stale = (
        outage(engine, 1000, name, short) for name in ("local-copy", "stale-local-copy")
    )
    late = [reads(log, OUT_S + 3, LAST_S) for log in (fresh, stale)]
    assert share(late[0], "stale_hit") == 0
    assert share(late[1], "stale_hit") > 0.3
    assert share(late[1], "bypass") < share(late[0], "bypass")


@EVERY_ENGINE
def test_a_bulkhead_keeps_the_queue_out_of_the_database(engine: str) -> None:
    """The queue stands in the nodes instead: the database is safe, its readers wait as long."""
    log = outage(engine, 1000, protection="bulkhead")
    assert longest_queue(log) == 0
    assert not survives(log)


@EVERY_ENGINE
def test_the_breaker_saves_the_wait_for_a_cache_that_hangs(engine: str) -> None:
    """Look-up and fill cost 50 ms each without it; behind it a read takes a load's time."""
    breaker = (("breaker_failures", 3), ("breaker_open_s", 2.0))
    bare, broken = (
        outage(engine, 500, "fail-open", more, kind="hanging") for more in ((), breaker)
    )
    medians_s = [np.median(in_outage(log).latency_s) for log in (bare, broken)]
    assert 0.1 < medians_s[0] < 0.13
    assert medians_s[1] < 0.02
    assert survives(broken)


@EVERY_ENGINE
def test_the_price_of_the_breaker_is_a_late_return(engine: str) -> None:
    """Probes at 13, 16, 19 s find it away; until the one at 22 s nodes pass it by."""
    breaker = (("breaker_failures", 3), ("breaker_open_s", 3.0))
    log = outage(engine, 500, "fail-open", breaker)
    table = reads(log, BACK_S, END_S)
    late_s = table.at_s[table.outcome == CODE["bypass"]].max()
    assert late_s == pytest.approx(BACK_S + 2.1, abs=0.1)


@EVERY_ENGINE
def test_a_cache_that_comes_back_warm_is_outdated_unless_cleared(engine: str) -> None:
    """It missed a second of deletes for each second away; clearing it costs hits instead."""
    kept, cleared = (
        outage(engine, 500, "fail-open", (("flush_on_recover", flush),), read_share=0.95)
        for flush in (False, True)
    )
    after = [reads(log, BACK_S + 0.1, BACK_S + 4) for log in (kept, cleared)]
    assert (after[0].behind > 0).mean() > 0.05
    assert (after[1].behind > 0).mean() == 0
    hits = [float(np.isin(table.outcome, HITS).mean()) for table in after]
    assert hits[0] > hits[1] + 0.1


@EVERY_ENGINE
def test_warming_brings_the_hits_back_sooner(engine: str) -> None:
    """Four nodes load 50 keys a second each; the database has room for that."""
    warm = (("warm_rps", 50.0), ("warm_keys", 5000))
    cold, warmed = (outage(engine, 500, "fail-open", more, memory="lost") for more in ((), warm))
    hits = [
        np.isin(reads(log, BACK_S + 1, BACK_S + 8).outcome, HITS).mean() for log in (cold, warmed)
    ]
    assert hits[1] > hits[0] + 0.04
    assert survives(warmed)
