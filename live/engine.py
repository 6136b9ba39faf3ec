"""Leads a scenario's requests through the strategy in real time, each at its scheduled instant."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from live.account import Census
from live.clock import NANOSECONDS, Clock
from live.fleet import Fleet
from live.performer import Activity
from live.table import product
from live.truth import Truth
from simulator.log import Log, Recorder, Requests, Samples
from simulator.outcome import CODE, failure_outcome
from simulator.workload.requests import Block
from strategies import effects as fx

SAMPLES = 200
"""How often a run's state is sampled."""
PATIENCE_S = 30.0
"""How long after the last arrival unfinished requests are waited for."""
PRICES = 99_900

Answer = tuple[int, fx.Value | None]
"""How an attempt ended, and the value that came back."""


class Request(NamedTuple):
    """One row of the schedule."""

    at_ns: int
    key: int
    write: int
    node: int
    client: int


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
        self.finished: dict[int, tuple[int, ...]] = {}
        self.schedule: list[Request] = []
        self.nodes_die = any(fault.name == "node-crash" for fault in self.scenario.faults)
        self.settled: dict[Activity, asyncio.Future[Answer]] = {}
        """Attempts that may end before their rules do."""

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
            self.performer.tasks.start(self.serve(row, request, newest))

    # --- one request ---------------------------------------------------------------------

    async def serve(self, row: int, request: Request, newest: int) -> None:
        """Attempts at a request until one succeeds or no retry is left."""
        client = self.scenario.client
        for attempt in range(client.retries + 1):
            if attempt:
                await asyncio.sleep(client.backoff_s)
            outcome, value = await self.attempt(request)
            if value is not None:
                break
        self.finish(row, request, newest, outcome, value)

    async def attempt(self, request: Request) -> Answer:
        """One attempt, given up after the client's timeout; its work goes on all the same."""
        activity, timeout_s = self.activity(request), self.scenario.client.timeout_s
        if timeout_s is None and not self.nodes_die:
            return await self.outcome(activity)
        settled = self.settled[activity] = asyncio.get_running_loop().create_future()
        self.performer.tasks.start(self.race(activity, settled))
        done, _ = await asyncio.wait({settled}, timeout=timeout_s)
        return settled.result() if done else (CODE["timeout"], None)

    async def race(self, activity: Activity, settled: "asyncio.Future[Answer]") -> None:
        """An attempt that may end after its client has gone, or never, when its process dies."""
        answer = await self.outcome(activity)
        settle(settled, answer)
        self.settled.pop(activity, None)

    def activity(self, request: Request) -> Activity:
        """The strategy's rules for a request, on its node."""
        strategy, node = self.fleet.nodes[request.node], request.node
        if request.write:
            price_cents = 100 + request.at_ns % PRICES
            value = fx.Value(None, payload=product(request.key, price_cents))
            return Activity(strategy.serve_write(request.key, value), node)
        return Activity(strategy.serve_read(request.key), node)

    async def outcome(self, activity: Activity) -> Answer:
        """How an attempt ended: the outcome's code, and the value or None."""
        try:
            value = await self.performer.perform(activity)
        except fx.ServiceError as error:
            return failure_outcome(error), None
        return activity.course.read_outcome(), value

    def finish(
        self, row: int, request: Request, newest: int, outcome: int, value: fx.Value | None
    ) -> None:
        """Acknowledge a write, judge a read, and note the request's row."""
        now_ns, version, behind, age_ns = self.clock.now_ns(), -1, 0, 0
        if value is not None:
            assert value.version is not None
            version = value.version
            if request.write:
                outcome = CODE["acknowledged"]
                self.truth.acknowledge(request.key, version, now_ns)
                backlog = self.fleet.backlog()
                self.counters.dirty_peak = max(self.counters.dirty_peak, backlog)
            elif version < newest:
                behind = newest - version
                since_ns = self.truth.unseen_since(request.key, version) or 0
                age_ns = max(0, request.at_ns - since_ns)
        latency_ns = now_ns - request.at_ns
        self.finished[row] = (*request, outcome, latency_ns, version, behind, age_ns)

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
            self.requests.add(*self.finished.get(row, hanging))
        self.requests.flush()
        self.samples.flush()


def settle(settled: "asyncio.Future[Answer]", answer: Answer) -> None:
    """The first to settle decides."""
    if not settled.done():
        settled.set_result(answer)


def rows_of(block: Block) -> Iterator[Request]:
    """The requests of a block, one by one."""
    columns = (column.tolist() for column in block)
    return (Request(*row) for row in zip(*columns, strict=True))
