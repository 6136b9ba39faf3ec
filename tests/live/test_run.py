"""A run from start to end: the schedule is kept, and nothing is left behind, however it ends."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from live import LiveError, Places, measure
from live.leftovers import RUNS, result
from live.setting import reached
from simulator.log import Requests, Statements
from simulator.outcome import CODE
from tests.live.worlds import BRIEF, brief, to_end
from tests.worlds import outcomes, schedule

ROOT = Path(__file__).parents[2]


class Interrupted(Exception):
    """Somebody has seen enough."""


async def remains(places: Places) -> list[str]:
    """Keys, tables and names of runs that are in the servers."""
    async with reached(places) as (client, engine):
        keys = [key.decode() async for key in client.scan_iter(match="cachelab:*-*")]
        names = [each.decode() for each in await result(client.smembers(RUNS))]
        tables = await engine_tables(engine)
        return [*keys, *names, *tables]


async def engine_tables(engine: Any) -> list[str]:
    """Tables of runs."""
    from sqlalchemy import inspect  # noqa: PLC0415 - only real databases have any to look for

    async with engine.connect() as connection:
        found = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    return [name for name in found if name.startswith("cachelab_")]


def stop_half_way(share: float) -> None:
    """A progress report that ends the run."""
    if share >= 0.5:
        raise Interrupted


def test_requests_come_at_their_instants(places: Places) -> None:
    """Constant gaps of a hundredth of a second; every read takes the database's time at least."""
    plan = ("strategy=no-cache", "workload.rate_rps=100", "workload.duration_s=0.3")
    measured = measure(brief(*plan, 'workload.arrivals={"law": "constant"}'), places)
    table, statements = measured.log.table(Requests), measured.log.table(Statements)
    assert table.at_s.tolist() == pytest.approx(np.arange(1, 30) / 100, abs=1e-8)
    served_s = (statements.done_s - statements.joined_s).sum()
    assert table.latency_s.sum() >= served_s


def test_latency_counts_from_the_scheduled_instant(places: Places) -> None:
    """The program is busy elsewhere from 50 to 150 ms: a request due at 60 waits for 90."""
    plan = schedule((0.06, 1, "read"), (0.3, 1, "read"))
    busy = [(0.05, lambda _: time.sleep(0.1))]
    measured = measure(brief("workload.warmup_s=0"), places, requests=plan, events=busy)
    assert measured.log.table(Requests).latency_s[0] >= 0.09
    assert measured.lateness.max_s >= 0.09
    assert measured.lateness.late_share >= 0.5
    assert "of the requests started more than 1 ms late" in measured.lateness.doubt


def test_a_written_out_schedule_plays_as_written(places: Places) -> None:
    """Miss, hit, write, miss of the new version."""
    plan = schedule((0.02, 1, "read"), (0.4, 1, "read"), (0.6, 1, "write"), (1.0, 1, "read"))
    scenario = brief("strategy.ttl_s=60", "workload.warmup_s=0", "workload.duration_s=1.1")
    log = measure(scenario, places, requests=plan).log
    assert outcomes(log) == ["miss_load", "fresh_hit", "acknowledged", "miss_load"]
    assert log.table(Requests).version.tolist() == [0, 0, 1, 1]
    assert log.table(Statements).write.tolist() == [0, 1, 0]


def test_a_pool_queues_and_refuses(places: Places) -> None:
    """Six readers at once, one connection, room for two: three are served, three are shed."""
    plan = schedule(*[(0.05, key, "read") for key in range(6)])
    pool = ("database.connections=1", "database.queue_limit=2", "database.read_s=0.1")
    scenario = brief("workload.warmup_s=0", *pool, "database.service=constant")
    log = measure(scenario, places, requests=plan).log
    statements = log.table(Statements)
    assert sorted(outcomes(log)) == ["miss_load"] * 3 + ["shed"] * 3
    assert statements.refused.sum() == 3
    assert statements.queued[statements.refused == 0].tolist() == [0, 1, 2]
    served_s = statements.done_s[statements.refused == 0]
    assert (np.diff(served_s) >= 0.09).all()


def test_nothing_is_left_after_a_run_or_an_exception(places: Places) -> None:
    """Keys, name and table are gone; the exception reaches the caller."""
    before = to_end(remains(places))
    measure(brief("workload.duration_s=0.2"), places)
    with pytest.raises(Interrupted):
        measure(brief(), places, stop_half_way)
    assert to_end(remains(places)) == before


@pytest.mark.live
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "sigterm"])
def test_nothing_is_left_after_a_signal(kind: signal.Signals, servers: Places) -> None:
    """The program ends with the signal's status, and its keys and table are gone."""
    before = to_end(remains(servers))
    changes = [word for change in BRIEF for word in ("--set", change)]
    command = [sys.executable, "-m", "live", "run", *changes, "--set", "workload.duration_s=60"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, env=os.environ) as program:
        appeared = to_end(appears(servers, before))
        program.send_signal(kind)
        _, words = program.communicate(timeout=60)
    assert appeared
    assert program.returncode == 128 + kind
    assert b"Traceback" not in words
    assert to_end(remains(servers)) == before


async def appears(places: Places, before: list[str]) -> bool:
    """Wait until a run has put in keys and a table."""
    for _ in range(200):
        found = set(await remains(places)) - set(before)
        if any(":entry:" in name for name in found):
            return True
        await asyncio.sleep(0.1)
    return False


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("database.connections=null", "database.connections must be a number in real time"),
        ("workload.duration_s=7200", "workload.duration_s must be at most 1800 in real time"),
        ("workload.keys=5000000", "workload.keys must be at most 1e+06 in real time"),
        ("database.connections=1000", "database.connections must be at most 256"),
    ],
)
def test_what_cannot_be_run_is_told_in_a_sentence(change: str, sentence: str) -> None:
    with pytest.raises(LiveError, match=f"^{sentence.replace('+', '[+]')}"):
        measure(brief("workload.rate_rps=1", change))


def test_a_limit_on_memory_is_left_out_and_said() -> None:
    measured = measure(brief("workload.duration_s=0.2", "cache.capacity_entries=3"))
    assert measured.remarks[0].startswith("cache.capacity_entries is left out")
    assert measured.log.scenario.cache.capacity_entries is None


@pytest.mark.parametrize(
    "place",
    [
        Places(redis="redis://:geheim@127.0.0.1:1/0"),
        Places(database="postgresql://lab:geheim@127.0.0.1:1/lab"),
    ],
)
def test_a_server_that_is_not_there_is_told_in_a_sentence(place: Places) -> None:
    """With where it was looked for, without the password."""
    with pytest.raises(
        LiveError, match=r"at 127.0.0.1:1 cannot be used: .+; start it or"
    ) as caught:
        measure(brief(), place)
    assert "geheim" not in str(caught.value)


def test_a_database_that_refuses_is_counted_and_the_run_goes_on() -> None:
    """For a second nobody is let in: reads fail, and each is counted; then loads are made again."""
    plan = schedule(*[(0.1 * i, i, "read") for i in range(30)])

    def shut(to: bool) -> Any:
        return lambda world: setattr(world.database.pool, "shut", to)

    events = [(1.0, shut(True)), (2.0, shut(False))]
    scenario = brief("workload.warmup_s=0", "workload.keys=30", "workload.duration_s=3")
    log = measure(scenario, requests=plan, events=events).log
    table = log.table(Requests)
    failed = table.at_s[table.outcome == CODE["error"]]
    assert len(failed) >= 5
    assert ((failed > 0.5) & (failed < 2.05)).all()
    assert log.table(Statements).refused.sum() == len(failed)
