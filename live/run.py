"""A live run from start to end: set up under a fresh name, run, and take everything away again."""

import asyncio
import gc
import signal
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import numpy as np

from live.errors import Ended, Incidents
from live.fit import check_rows, fitted
from live.places import Places
from live.service import Floor
from live.setting import setting
from live.spare import housed
from live.world import World
from simulator.log import Log
from simulator.scenario import Scenario
from simulator.workload.requests import Block, KeySpace
from simulator.workload.requests import blocks as drawn

T = TypeVar("T")
Progress = Callable[[float], None]
LATE_S = 0.001
DOUBTFUL = 0.05
"""From this share of late requests on, latencies tell more of the machine than of the cache."""
Event = tuple[float, Callable[[World], Awaitable[None] | None]]
"""An instant of a run in seconds, and what is done to its world then."""


class Lateness(NamedTuple):
    """How late requests started, in seconds after their scheduled instants."""

    p50_s: float
    p99_s: float
    max_s: float
    late_share: float
    """Share of those that started later than a millisecond."""

    @property
    def doubt(self) -> str:
        """Why latencies are not to be trusted; empty where they are."""
        if self.late_share < DOUBTFUL:
            return ""
        return (
            f"{self.late_share:.0%} of the requests started more than 1 ms late: this machine was "
            "too busy, and the latencies include that; lower the rate or leave it alone"
        )


@dataclass(frozen=True)
class Measured:
    """What a live run came to: the log, and what it is worth."""

    log: Log
    lateness: Lateness
    floor: Floor
    """What the database takes by itself."""
    incidents: Incidents
    remarks: tuple[str, ...]
    """What of the scenario was left out."""
    places: str


def nobody(_: float) -> None:
    """Hears the progress when nobody asks for it."""


def measure(
    scenario: Scenario,
    places: Places | None = None,
    on_progress: Progress = nobody,
    requests: Sequence[Block] | None = None,
    events: Sequence[Event] = (),
) -> Measured:
    """Run a scenario in real time; it takes the scenario's duration and a little more.

    `on_progress` is told the share done; an exception that it raises ends the run and reaches the
    caller. `requests` replaces the workload by a written-out schedule; `events` are faults, for
    servers of our own. Whatever happens, keys and table are removed; SIGTERM ends the run like
    Ctrl-C, with `Ended`. Raises LiveError, TraceError.
    """
    return to_end(run(scenario, places or Places(), on_progress, requests, events))


async def run(
    scenario: Scenario,
    places: Places,
    on_progress: Progress = nobody,
    requests: Sequence[Block] | None = None,
    events: Sequence[Event] = (),
) -> Measured:
    """The same as `measure`, on a loop that runs already."""
    scenario, remarks = fitted(scenario)
    space = KeySpace(scenario.workload, scenario.seed)
    check_rows(space.existing)
    given = list(drawn(scenario, space)) if requests is None else requests
    pool, rows = scenario.database.connections or 1, space.existing
    async with housed(places) as (here, spare), setting(here, pool, rows) as made:
        world = World(scenario, made, space, spare)
        floor = await world.settle()
        with no_collecting():
            await world.prefill(space)
            late_ns = await world.run(given, on_progress, events)
    where = f"{places.cache_name}, {places.database_name}"
    return Measured(world.log, lateness(late_ns), floor, world.incidents, remarks, where)


def lateness(late_ns: Sequence[int]) -> Lateness:
    """How late requests started."""
    late_s = np.asarray(late_ns or [0]) / 1e9
    p50_s, p99_s, max_s = (float(np.quantile(late_s, share)) for share in (0.5, 0.99, 1.0))
    return Lateness(p50_s, p99_s, max_s, float((late_s > LATE_S).mean()))


@contextmanager
def no_collecting() -> Iterator[None]:
    """What is in memory now is not searched for garbage: a search stops everything for long."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def to_end(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end on a loop of its own; SIGTERM ends it in an orderly way, as Ctrl-C does."""

    async def led() -> T:
        task = asyncio.current_task()
        if task is not None and threading.current_thread() is threading.main_thread():
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        return await work

    try:
        return asyncio.run(led())
    except asyncio.CancelledError:
        raise Ended from None
