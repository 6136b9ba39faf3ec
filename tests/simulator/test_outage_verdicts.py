"""The lab's own verdict on an outage of the cache, and what changes it, on every engine.

The pool serves 800 loads a second. The cache is away for 6 s and comes back empty; clients wait for
a second, never ask again, and a late result is of no use. So a load above the pool's stays down for
good once the queue is longer than a second's work, as `theory.retries.stays_down` has it.
"""

from functools import cache
from typing import Any

import pytest

from metrics import Report, report
from simulator import parse, simulate
from tests.worlds import EVERY_ENGINE
from theory.retries import stays_down

pytestmark = pytest.mark.slow
POOL, READ_S, NODES, TIMEOUT_S = 16, 0.02, 4, 1.0
OUTAGE: dict[str, Any] = {"name": "cache-outage", "at_s": 11.4, "for_s": 6, "memory": "lost"}
BREAKER: dict[str, Any] = {"name": "circuit-breaker", "open_s": 2}


def bulkhead(excess: str) -> dict[str, Any]:
    """A node's share of the pool."""
    return {"name": "bulkhead", "max_loads": POOL // NODES, "excess": excess}


WAYS: dict[str, tuple[dict[str, Any], bool]] = {
    "nothing": ({}, False),
    "a cap": ({"on_cache_error": {"name": "fail-open-limited"}}, True),
    "a circuit breaker": ({"protections": [BREAKER]}, True),
    "a bulkhead that sheds": ({"protections": [bulkhead("shed")]}, True),
    "a bulkhead that queues": ({"protections": [bulkhead("queue")]}, False),
    "local copies": ({"on_cache_error": {"name": "local-copy"}}, True),
    "late results that fill the cache": ({"client": {"late_results": "kept"}}, True),
}
"""What stands in the way at 1,000 reads a second, and whether the run comes back with it."""


@cache
def judged(engine: str, rate_rps: float, way: str) -> Report:
    """The report of a run."""
    own = WAYS[way][0]
    client: Any = {"timeout_s": TIMEOUT_S, "nodes": NODES, "late_results": "dropped"}
    scenario = parse(
        {
            "workload": {
                "rate_rps": rate_rps,
                "duration_s": 30,
                "warmup_s": 4,
                "read_share": 1,
            },
            "database": {"connections": POOL, "read_s": READ_S},
            "strategy": {"name": "cache-aside", "ttl_s": 10},
            "faults": [OUTAGE],
            **own,
            "client": client | own.get("client", {}),
        }
    )
    return report(simulate(scenario, engine=engine))


def failing(found: Report, phase: str) -> float:
    """The share of a phase's requests that fail."""
    return float(found.phases.set_index("phase")["failure_ratio"][phase])


@EVERY_ENGINE
def test_below_the_pool_it_is_slower_not_broken(engine: str) -> None:
    """500 reads a second: nobody fails, and it is over when the outage is."""
    found = judged(engine, 500, "nothing")
    assert found.figures["recovered"] == 1
    assert (found.figures["recovery_s"] or 0.0) < 1
    assert failing(found, "during") < 0.001


@EVERY_ENGINE
def test_above_the_pool_it_is_broken_for_good(engine: str) -> None:
    """1,000 reads a second: nine in ten fail when the cache is back, and none is the better for it.

    The pool works flat out on reads that have been given up.
    """
    found = judged(engine, 1000, "nothing")
    assert found.figures["recovered"] == 0
    assert failing(found, "not back") > 0.9


@EVERY_ENGINE
@pytest.mark.parametrize("way", WAYS)
def test_each_way_out_changes_the_verdict_as_documented(engine: str, way: str) -> None:
    """Cap, breaker and a shedding bulkhead leave no queue behind; a waiting room in the nodes does.

    Those three pay for it with the reads that they turn away meanwhile.
    """
    found, recovers = judged(engine, 1000, way), WAYS[way][1]
    assert found.figures["recovered"] == int(recovers)
    if way in {"a cap", "a circuit breaker", "a bulkhead that sheds"}:
        assert 0.2 < failing(found, "during") < 0.6


@pytest.mark.parametrize("rate_rps", [500, 1000])
def test_the_theory_says_so_beforehand(rate_rps: float) -> None:
    """Without retries the line is the pool itself."""
    down = stays_down(rate_rps, 0, POOL / READ_S, TIMEOUT_S)
    assert down == (rate_rps > POOL / READ_S)
    assert judged("fast", rate_rps, "nothing").figures["recovered"] == int(not down)


@EVERY_ENGINE
def test_the_breaker_decides_where_the_cache_hangs(engine: str) -> None:
    """Half a second for the look-up and half for the fill: whoever comes before the last half
    second, 15 in 16, gives up. A breaker that opens after three failures a node leaves only the
    probes to wait so long.
    """
    shares = []
    for failures in (0, 3):
        scenario = parse(
            {
                "workload": {
                    "rate_rps": 300,
                    "duration_s": 30,
                    "warmup_s": 5,
                    "read_share": 1,
                },
                "client": {"timeout_s": TIMEOUT_S, "cache_timeout_s": 0.5},
                "faults": [{"name": "cache-outage", "at_s": 12, "for_s": 8, "kind": "hanging"}],
                "on_cache_error": {"name": "fail-open", "breaker_failures": failures},
            }
        )
        shares.append(failing(report(simulate(scenario, engine=engine)), "during"))
    assert shares[0] > 0.93
    assert shares[1] < 0.1
