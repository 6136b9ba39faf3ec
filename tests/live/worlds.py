"""Small scenarios for real time, and a cache, a database and a clock to try by hand."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from live import Places
from live.setting import Setting, setting
from live.world import World
from simulator import Scenario
from simulator.changes import changed
from simulator.workload.requests import KeySpace

T = TypeVar("T")
BRIEF = (
    "workload.rate_rps=150",
    "workload.duration_s=0.6",
    "workload.warmup_s=0.1",
    "workload.keys=20",
    "workload.read_share=0.8",
    "database.read_s=0.004",
    "database.write_s=0.004",
    "database.connections=4",
    "strategy.ttl_s=0.2",
)
"""Ninety requests for twenty keys in six tenths of a second."""


def brief(*changes: str) -> Scenario:
    """A short scenario with some changes."""
    names = [change for change in changes if change.startswith("strategy=")]
    return changed(Scenario(), *names, *(each for each in BRIEF if fits(each, names)), *changes)


def fits(change: str, names: list[str]) -> bool:
    """Does a strategy without a TTL leave this out?"""
    return not (change.startswith("strategy.ttl_s") and names and names[0] in WITHOUT_TTL)


WITHOUT_TTL = ("strategy=no-cache", "strategy=cache-forever")


@asynccontextmanager
async def world(places: Places, *changes: str) -> AsyncIterator[tuple[World, Setting]]:
    """The parts of a run, not yet running, that add no time to what servers take."""
    scenario = brief("database.read_s=0", "database.write_s=0", *changes)
    connections = scenario.database.connections
    assert connections is not None
    async with setting(places, connections, scenario.workload.keys) as made:
        yield World(scenario, made, KeySpace(scenario.workload, scenario.seed)), made


def to_end(work: Coroutine[Any, Any, T]) -> T:
    """Run a test's own coroutine."""
    return asyncio.run(work)
