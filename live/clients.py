"""Clients in real time: a request's attempts, as the simulator has them."""

import asyncio
from typing import NamedTuple

from live.clock import NANOSECONDS, Clock
from live.fleet import Fleet
from live.performer import Activity
from live.table import product
from live.truth import Truth
from simulator.attempts import Retries
from simulator.log import Log
from simulator.outcome import CODE, failure_outcome
from strategies import effects as fx

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


class Attempt:
    """One attempt at a request: what goes on for it, perhaps a hedge among that."""

    def __init__(self, request: Request) -> None:
        """`settled` ends it, with an answer."""
        self.request, self.running = request, list[Activity]()
        self.settled: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()


class Clients:
    """Begins attempts, hedges them, gives them up, repeats them, and notes how requests ended."""

    def __init__(self, log: Log, fleet: Fleet, truth: Truth, clock: Clock) -> None:
        """`log` brings the scenario and takes the counters."""
        self.scenario, self.counters = log.scenario, log.counters
        self.fleet, self.performer, self.truth, self.clock = fleet, fleet.performer, truth, clock
        client = self.scenario.client
        self.timeout_s, self.hedge_s = client.timeout_s, client.hedge_after_s
        node_crashes = any(fault.name == "node-crash" for fault in self.scenario.faults)
        self.guarded = node_crashes or (self.timeout_s, self.hedge_s) != (None, None)
        self.drops = client.late_results == "dropped"
        self.arrived = [0] * client.nodes
        seed = self.scenario.seed
        self.retries = Retries(client, seed, log.counters, self.arrived.__getitem__)
        self.counted_from_ns = round(self.scenario.workload.warmup_s * NANOSECONDS)
        self.attempts: dict[Activity, Attempt] = {}
        self.finished: dict[int, tuple[int, ...]] = {}

    async def serve(self, row: int, request: Request, newest: int) -> None:
        """Attempts at a request until one succeeds, or no further one is granted."""
        self.arrived[request.node] += 1
        tried = 0
        while True:
            outcome, value = await self.attempt(request)
            if value is not None or not self.again(request, tried):
                break
            tried += 1
            await asyncio.sleep(self.retries.pause_s(row, tried))
        self.finish(row, request, newest, outcome, value)

    def again(self, request: Request, tried: int) -> bool:
        """May it be tried again?"""
        counts = self.counts(request)
        return self.retries.again(tried, request.node, write=request.write, counts=counts)

    def counts(self, request: Request) -> bool:
        """Does a request count in the figures?"""
        return bool(request.at_ns >= self.counted_from_ns)

    # --- one attempt ---------------------------------------------------------------------

    async def attempt(self, request: Request) -> Answer:
        """One attempt, sent again when it is hedged, given up after the client's timeout."""
        if not self.guarded:
            return await self.outcome(self.activity(request))
        attempt, loop = Attempt(request), asyncio.get_running_loop()
        self.send(attempt)
        timers = []
        if self.timeout_s is not None:
            late = (CODE["timeout"], None)
            timers.append(loop.call_later(self.timeout_s, self.settle, attempt, late))
        if self.hedge_s is not None and not request.write:
            timers.append(loop.call_later(self.hedge_s, self.hedge, attempt))
        try:
            return await attempt.settled
        finally:
            for timer in timers:
                timer.cancel()

    def send(self, attempt: Attempt) -> None:
        """Have the request's rules run for an attempt."""
        activity = self.activity(attempt.request)
        attempt.running.append(activity)
        self.attempts[activity] = attempt
        self.performer.tasks.start(self.race(activity))

    def hedge(self, attempt: Attempt) -> None:
        """No answer yet: send the read once more."""
        if not attempt.settled.done():
            self.counters.hedges += self.counts(attempt.request)
            self.send(attempt)

    async def race(self, activity: Activity) -> None:
        """Rules that may end after their client has gone, or never, when their process dies."""
        self.answered(activity, await self.outcome(activity))

    def activity(self, request: Request) -> Activity:
        """The strategy's rules for a request, on its node."""
        strategy, node = self.fleet.nodes[request.node], request.node
        if request.write:
            price_cents = 100 + request.at_ns % PRICES
            value = fx.Value(None, payload=product(request.key, price_cents))
            return Activity(strategy.serve_write(request.key, value), node)
        return Activity(strategy.serve_read(request.key), node)

    async def outcome(self, activity: Activity) -> Answer:
        """How some rules ended: the outcome's code, and the value or None."""
        try:
            value = await self.performer.perform(activity)
        except fx.ServiceError as error:
            return failure_outcome(error), None
        return activity.course.read_outcome(), value

    def answered(self, activity: Activity, answer: Answer) -> None:
        """Part of an attempt is over: the first answer counts, and of failures the last one."""
        attempt = self.attempts.pop(activity, None)
        if attempt is None or attempt.settled.done():
            return
        attempt.running.remove(activity)
        if answer[1] is not None or not attempt.running:
            self.settle(attempt, answer)

    def settle(self, attempt: Attempt, answer: Answer) -> None:
        """The first to settle decides."""
        if attempt.settled.done():
            return
        self.counters.abandoned += len(attempt.running) * self.counts(attempt.request)
        if self.drops:
            for activity in attempt.running:
                self.attempts.pop(activity)
                self.performer.forsake(activity)
        attempt.settled.set_result(answer)

    def lose(self, node: int) -> None:
        """The process of a node has died: what it was doing ends with an error."""
        for activity in self.performer.kill(node):
            self.answered(activity, (CODE["error"], None))

    # --- the end -------------------------------------------------------------------------

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
