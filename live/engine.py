"""Leads a scenario's requests through the strategy in real time, each at its scheduled instant."""

import asyncio
from collections.abc import Callable, Iterable, Iterator

from live.account import Census
from live.clients import Clients, Request
from live.clock import NANOSECONDS, Clock
from live.fleet import Fleet
from live.performer import Activity
from live.truth import Truth
from simulator.log import Log, Recorder, Requests, Samples
from simulator.outcome import CODE
from simulator.workload.requests import Block

SAMPLES = 200
"""How often a run's state is sampled."""
PATIENCE_S = 30.0
"""How long after the last arrival unfinished requests are waited for."""


class Engine:
    """One run: arrivals, attempts, judgement, samples, drain."""

    def __init__(
        self,
        log: Log,
        fleet: Fleet,
        truth: Truth,
        clock: Clock,
        *,
        census: Callable[[], Census],
    ) -> None:
        """`log` takes requests, samples and counters; `census` counts what is in the cache."""
        self.scenario = log.scenario
        self.counters, self.fleet, self.performer = log.counters, fleet, fleet.performer
        self.truth, self.clock, self.census = truth, clock, census
        keep = log.chunks.append
        self.requests, self.samples = Recorder(Requests, keep), Recorder(Samples, keep)
        self.late_ns: list[int] = []
        self.schedule: list[Request] = []
        self.clients = Clients(log, fleet, truth, clock)

    async def run(self, blocks: Iterable[Block], on_progress: Callable[[float], None]) -> None:
        """All requests, then whatever they left behind, then the strategy's own drain."""
        self.schedule = [row for block in blocks for row in rows_of(block)]
        tasks, duration_s = self.performer.tasks, self.scenario.workload.duration_s
        self.fleet.begin()
        try:
            tasks.start(self.watch(on_progress))
            tasks.start(self.arrivals())
            await tasks.join(duration_s + PATIENCE_S)
            await self.fleet.retire()
            tasks.start(self.performer.background(Activity(self.fleet.drain())))
            await tasks.join(PATIENCE_S)
        finally:
            await self.performer.standing.cancel()
            await tasks.cancel()
        self.hand_over()

    async def arrivals(self) -> None:
        """Let the requests in, each at its instant or as soon after it as can be."""
        for row, request in enumerate(self.schedule):
            await self.clock.until(request.at_ns)
            self.late_ns.append(self.clock.now_ns() - request.at_ns)
            newest = self.truth.newest(request.key)
            self.performer.tasks.start(self.clients.serve(row, request, newest))

    # --- beside the requests -------------------------------------------------------------

    async def watch(self, on_progress: Callable[[float], None]) -> None:
        """Sample the state at regular instants; count anew when the warm-up ends."""
        workload, warm = self.scenario.workload, False
        for i in range(SAMPLES + 1):
            at_s = workload.duration_s * i / SAMPLES
            await asyncio.sleep(max(0.0, at_s - self.clock.now_s()))
            if not warm and at_s >= workload.warmup_s:
                warm = True
                self.counters.restart(self.census().entries, self.fleet.backlog())
            self.sample(round(at_s * NANOSECONDS))
            on_progress(i / SAMPLES)

    def sample(self, at_ns: int) -> None:
        """The state now."""
        entries, *differing = self.census()
        writes, copies = (self.fleet.backlog(), self.truth.unstored()), 0
        self.samples.add(at_ns, entries, *writes, *differing, copies)

    def hand_over(self) -> None:
        """Pass on the request table in the order of arrival; what hangs has timed out."""
        now_ns = self.clock.now_ns()
        for row, request in enumerate(self.schedule):
            hanging = (*request, CODE["timeout"], now_ns - request.at_ns, -1, 0, 0)
            self.requests.add(*self.clients.finished.get(row, hanging))
        self.requests.flush()
        self.samples.flush()


def rows_of(block: Block) -> Iterator[Request]:
    """The requests of a block, one by one."""
    columns = (column.tolist() for column in block)
    return (Request(*row) for row in zip(*columns, strict=True))
