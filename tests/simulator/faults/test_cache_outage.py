"""How much load an outage of the cache survives: the pool's capacity decides."""

from typing import Any

import numpy as np
import pytest

from simulator import parse, simulate
from simulator.log import Log, Requests, Statements
from simulator.outcome import CODE
from tests.worlds import EVERY_ENGINE

AT_S, FOR_S = 20.0, 10.0
END_S = AT_S + FOR_S


def outage(engine: str, rate_rps: float, **fault: Any) -> Log:
    """Cache-aside before 16 connections of 20 ms: 800 statements a second, and 10 s of outage."""
    return simulate(
        parse(
            {
                "workload": {"rate_rps": rate_rps, "duration_s": 45, "warmup_s": 10, "keys": 1000},
                "strategy": {"name": "cache-aside", "ttl_s": 60},
                "faults": [{"name": "cache-outage", "at_s": AT_S, "for_s": FOR_S, **fault}],
            }
        ),
        engine=engine,
    )


def queue_at(log: Log, at_s: float) -> int:
    """How many statements wait for a connection then."""
    table = log.table(Statements)
    return int(((table.joined_s <= at_s) & (table.started_s > at_s)).sum())


def p99_s(log: Log, begin_s: float, end_s: float) -> float:
    """The 99th percentile of the latency of reads that arrive then."""
    table = log.table(Requests)
    these = (table.at_s >= begin_s) & (table.at_s < end_s) & (table.write == 0)
    return float(np.quantile(table.latency_s[these], 0.99))


@EVERY_ENGINE
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["refused", "hanging"])
def test_an_outage_at_500_a_second_is_survived(engine: str, kind: str) -> None:
    """The pool carries everything: hardly anybody waits, and all is well as soon as it is over."""
    log = outage(engine, 500, kind=kind)
    table = log.table(Requests)
    inside = (table.at_s > AT_S + 0.1) & (table.at_s < END_S - 0.1) & (table.write == 0)
    assert set(table.outcome[inside]) == {CODE["bypass"]}
    assert queue_at(log, END_S) < 50
    assert p99_s(log, AT_S + 1, END_S - 0.1) < 0.4
    assert p99_s(log, END_S + 2, 45) == pytest.approx(p99_s(log, 15, AT_S), rel=0.5)


@EVERY_ENGINE
@pytest.mark.slow
def test_an_outage_at_1000_a_second_is_not(engine: str) -> None:
    """200/s more than the pool can do make a queue of 2,000 in 10 s, and the last wait 2.5 s."""
    log = outage(engine, 1000)
    waiting = queue_at(log, END_S)
    spread = np.sqrt((1000 + 800) * FOR_S)
    assert abs(waiting - 200 * FOR_S) <= 4.5 * spread
    assert p99_s(log, END_S - 1, END_S) > 1.5
    assert p99_s(log, AT_S - 5, AT_S) < 0.2
