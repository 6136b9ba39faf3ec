"""Faults for real: a Redis of our own is killed, paused and started again in the middle of runs."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from live import Measured, Places
from live.places import PATIENCE_S
from live.run import run
from live.spare import SpareRedis, spare_redis
from metrics import report
from simulator.log import Requests
from simulator.outcome import CODE, HITS
from strategies.shelf import STRATEGIES
from tests.live.conftest import unless_found
from tests.live.worlds import brief, to_end

pytestmark = pytest.mark.live
STEADY = (
    "workload.keys=5",
    "strategy.ttl_s=60",
    "database.read_s=0.002",
    "workload.duration_s=5",
)
OUT_S, BACK_S = 0.8, 2.0
MARGIN_S = 0.3
"""So long round such an instant a busy machine may mix up what came before and after it."""


@pytest.fixture(autouse=True)
def program() -> None:
    """The server's program is there."""
    unless_found("redis-server", shutil.which("redis-server"))


def with_outage(
    begin: Callable[[SpareRedis], Any], end: Callable[[SpareRedis], Any], *changes: str
) -> Measured:
    """A run of four seconds in which something is done to the server at 0.8 s and at 2 s."""

    async def led() -> Measured:
        async with spare_redis() as spare:
            events = [(OUT_S, lambda _: begin(spare)), (BACK_S, lambda _: end(spare))]
            return await run(brief(*changes), Places(redis=spare.url), events=events)

    return to_end(led())


def out_of(table: Requests) -> Any:
    """Which requests surely met the outage."""
    return (table.at_s > OUT_S + MARGIN_S) & (table.at_s < BACK_S - MARGIN_S)


def long_after(table: Requests) -> Any:
    """Which requests came when it was surely over, and the keys had been loaded again."""
    return table.at_s > BACK_S + 2


@pytest.mark.parametrize("name", [name for name in STRATEGIES if name != "no-cache"])
def test_a_cache_that_dies_makes_it_slower_not_broken(name: str) -> None:
    """In the outage the database answers reads and takes writes; nobody fails, nothing is lost.

    Write-behind answers reads of what is still queued from the queue.
    """
    ttl = () if name == "cache-forever" else ("strategy.ttl_s=60",)
    changes = [change for change in STEADY if not change.startswith("strategy.")]
    measured = with_outage(SpareRedis.kill, SpareRedis.restart, f"strategy={name}", *changes, *ttl)
    table = measured.log.table(Requests)
    assert not np.isin(table.outcome, [CODE[word] for word in ("error", "shed", "timeout")]).any()
    during = out_of(table) & (table.write == 0)
    answered = {CODE["bypass"], CODE["fresh_hit"]} if name == "write-behind" else {CODE["bypass"]}
    assert CODE["bypass"] in set(table.outcome[during]) <= answered
    assert measured.log.books.lost == ()
    assert measured.incidents.counts["cache"] > 0


def test_recovery_is_measured() -> None:
    """Reads pass the cache by until it is back, cold, and then hit; the course shows the outage."""
    changes = (*STEADY, "workload.read_share=1")
    log = with_outage(SpareRedis.kill, SpareRedis.restart, *changes).log
    table, course = log.table(Requests), report(log).timeline
    out = (course["start_s"] > OUT_S + MARGIN_S) & (course["end_s"] < BACK_S - MARGIN_S)
    assert (course.loc[out, "hit_ratio"].dropna() == 0).all()
    bypasses = table.at_s[table.outcome == CODE["bypass"]]
    hits = table.at_s[np.isin(table.outcome, HITS)]
    assert abs(bypasses.min() - OUT_S) < MARGIN_S
    first_s = hits[hits > OUT_S + MARGIN_S].min()
    assert first_s > BACK_S
    assert np.isin(table.outcome[long_after(table)], HITS).mean() > 0.5


def test_a_cache_that_hangs_is_given_up_on_and_comes_back_warm() -> None:
    """Clients wait for at most a second; what was in it before is there again."""
    changes = (*STEADY, "workload.read_share=1")
    measured = with_outage(SpareRedis.pause, SpareRedis.resume, *changes)
    table = measured.log.table(Requests)
    hung = (table.at_s > OUT_S + MARGIN_S) & (table.at_s < BACK_S - MARGIN_S)
    waited_s = np.minimum(BACK_S - table.at_s[hung], PATIENCE_S)
    assert (table.latency_s[hung] > waited_s - MARGIN_S).all()
    assert np.isin(table.outcome[long_after(table)], HITS).all()


def test_local_copies_behind_a_breaker_bridge_an_outage() -> None:
    """Reads go on as hits, the dead server is asked three times a node, and it is found again."""
    fallback = '{"name":"local-copy","breaker_failures":3,"breaker_open_s":0.2}'
    changes = (*STEADY, "workload.read_share=1", "client.nodes=2", f"on_cache_error={fallback}")
    measured = with_outage(SpareRedis.kill, SpareRedis.restart, *changes)
    table = measured.log.table(Requests)
    out = out_of(table)
    assert np.isin(table.outcome[out], HITS).mean() > 0.9
    assert 0 < measured.incidents.counts["cache"] < out.sum() / 2
    assert np.isin(table.outcome[long_after(table)], HITS).mean() > 0.5


def test_a_cache_that_comes_back_warm_is_cleared() -> None:
    """It refused deletes: without the clearing its entries would be outdated for a minute."""
    recovery = '{"name":"fail-open","flush_on_recover":%s}'
    stale = []
    spread = ("workload.keys=200", "workload.popularity=uniform", "workload.prefill=1")
    busy = ("workload.rate_rps=300", "workload.read_share=0.8", "database.write_s=0.002")
    for flush in ("false", "true"):
        changes = (*STEADY, *spread, *busy, f"on_cache_error={recovery % flush}")
        table = with_outage(SpareRedis.shut, SpareRedis.unshut, *changes).log.table(Requests)
        late = long_after(table) & (table.write == 0)
        stale.append((table.behind[late] > 0).mean())
    assert stale[0] > 0.05
    assert stale[1] < stale[0] / 2


def test_the_spare_ends_with_its_block() -> None:
    """Killed, started, killed: no process is left, and no folder."""

    async def led() -> SpareRedis:
        async with spare_redis() as spare:
            await spare.restart()
            return spare

    spare = to_end(led())
    assert spare.process is not None
    assert spare.process.poll() is not None
    assert not Path(spare.folder).exists()
