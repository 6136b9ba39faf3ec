"""Calibration: what the real parts take by themselves, so that a scenario can be told."""

import asyncio
from collections.abc import Awaitable, Callable
from statistics import fmean
from time import perf_counter
from typing import Any, NamedTuple

from live.cache import Cache
from live.clock import Clock
from live.database import Database
from live.performer import Activity, Performer
from live.service import Floor
from live.table import product
from simulator.scenario import Scenario
from strategies import effects as fx

SCRATCH = -1
"""A row and a key that no request asks for."""
TRIES = 200
FEW = 30
APART_NS = 4_000_000
CROWD = 32
"""Operations at once, for the cache's service time."""
SLEEPS_S = (0.0011, 0.0014, 0.0017, 0.0021, 0.0024, 0.0027, 0.0031)


class Calibration(NamedTuple):
    """Seconds that real parts take, and the highest rate that this machine can pace."""

    round_trip_s: float
    service_s: float
    read_s: float
    write_s: float
    pace_rps: float


async def took(work: Callable[[], Awaitable[Any]]) -> float:
    """How long one go takes, in seconds."""
    began_s = perf_counter()
    await work()
    return perf_counter() - began_s


async def times(work: Callable[[], Awaitable[Any]], tries: int) -> list[float]:
    """How long each of some goes takes, apart from each other as requests are in a run."""
    await work()
    clock, found = Clock(), []
    for place in range(tries):
        await clock.until(place * APART_NS)
        found.append(await took(work))
    return found


async def floor_of(database: Database) -> Floor:
    """What the database takes for a read and a write, with added time where some is asked for."""
    return Floor(
        await statement_s(database, read_once, database.plan.read_s),
        await statement_s(database, write_once, database.plan.write_s),
    )


async def statement_s(database: Database, statement: Any, asked_s: float) -> float:
    """The mean time of a statement; that of one with added time less the added, if some is due."""
    plain_s = typical(await times(lambda: statement(database, 0.0), FEW))
    if asked_s <= plain_s:
        return plain_s
    added = [for_s for for_s in SLEEPS_S for _ in range(FEW // len(SLEEPS_S))]
    return typical([await took(lambda s=s: statement(database, s)) - s for s in added])  # type: ignore[misc]


async def read_once(database: Database, extra_s: float) -> None:
    """A read as a load makes it."""
    async with database.products.engine.connect() as connection:
        await database.sleep(connection, extra_s)
        await database.products.read(connection, (0,))


async def write_once(database: Database, extra_s: float) -> None:
    """A write as a store makes it."""
    async with database.products.engine.connect() as connection:
        await database.sleep(connection, extra_s)
        await database.products.write(connection, SCRATCH, fx.Value(None), 1)


def typical(times_s: list[float]) -> float:
    """The mean without the slowest tenth, in which other programs had the machine."""
    kept = sorted(times_s)[: max(1, len(times_s) * 9 // 10)]
    return fmean(kept)


def look() -> fx.Rules[Any]:
    """The least that a read can ask."""
    return (yield fx.Get(SCRATCH))


async def measure_parts(
    cache: Cache, database: Database, performer: Performer, clock: Clock
) -> Calibration:
    """Everything a scenario can be told, in a few seconds."""
    await cache.perform(fx.Set(SCRATCH, fx.Value(0, payload=product(SCRATCH, 0)), ttl_s=600))

    async def read() -> None:
        await performer.tasks.start(performer.perform(Activity(look())))

    alone_s = typical(await times(read, TRIES))
    service_s = await crowded_s(cache)
    floor = await floor_of(database)
    pace_rps = await highest_pace(cache, clock)
    round_trip_s = max(0.0, alone_s - service_s)
    return Calibration(round_trip_s, min(service_s, alone_s), *floor, pace_rps)


async def crowded_s(cache: Cache) -> float:
    """Time for each of many operations at once: what they share, one has to wait for."""

    async def crowd() -> None:
        await asyncio.gather(*(cache.perform(fx.Get(SCRATCH)) for _ in range(CROWD)))

    return typical(await times(crowd, FEW)) / CROWD


LATE_S = 0.001
"""Requests that start later than this are late."""
LATE_SHARE = 0.01
"""More late ones than this, and the rate is too high."""
PACES_RPS = (100, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 7000, 10_000, 15_000, 20_000)
BURST_S = 0.3


async def highest_pace(cache: Cache, clock: Clock) -> float:
    """The highest of some rates at which look-ups start in time, 0 if not even the lowest."""
    best = 0.0
    for rate_rps in PACES_RPS:
        if await late_share(cache, clock, rate_rps) > LATE_SHARE:
            break
        best = float(rate_rps)
    return best


async def late_share(cache: Cache, clock: Clock, rate_rps: float) -> float:
    """The share of look-ups that start late in a short burst at this rate."""
    n, begin_ns = int(rate_rps * BURST_S), clock.now_ns()
    late, tasks = 0, []
    for i in range(n):
        at_ns = begin_ns + round(i / rate_rps * 1e9)
        await clock.until(at_ns)
        late += clock.now_ns() - at_ns > LATE_S * 1e9
        tasks.append(asyncio.create_task(cache.perform(fx.Get(SCRATCH))))
    await asyncio.gather(*tasks)
    return late / n


def told_of(scenario: Scenario, found: Calibration) -> Scenario:
    """The scenario with the measured times, to three digits that count.

    A database time that was longer stays: the run adds what is missing.
    """
    cache = scenario.cache.model_copy(
        update={"round_trip_s": three(found.round_trip_s), "service_s": three(found.service_s)}
    )
    plan = scenario.database
    database = plan.model_copy(
        update={
            "read_s": max(three(found.read_s), plan.read_s),
            "write_s": max(three(found.write_s), plan.write_s),
        }
    )
    return scenario.model_copy(update={"cache": cache, "database": database})


def three(value: float) -> float:
    """A number with three digits that count."""
    return float(f"{value:.3g}")
