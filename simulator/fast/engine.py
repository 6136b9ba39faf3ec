"""The fast engine: quiet reads by the kernel, everything else by callbacks on SimPy's queue.

It gives the same log as the reference engine. Between two events of the queue nothing but quiet
reads can happen, so the kernel walks over them; rules are stepped by callbacks without a process
each, and database and cache thread know a request's turn when it joins.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from simulator.cache.guard import Guard
from simulator.clock import (
    ANSWER,
    ARRIVAL,
    FOREVER,
    GRANTED,
    PATIENCE,
    PATIENCES,
    WAKE,
    nanoseconds,
    seconds,
)
from simulator.clock import EFFECT as EFFECT_RANK
from simulator.experiment import Census, Experiment
from simulator.fast import layout as k
from simulator.fast.batch import Batch, Queue
from simulator.fast.entries import compare
from simulator.fast.kernel import advance
from simulator.fast.memory import Column, KernelCounters, Memory, State
from simulator.fast.performer import Activity, Performer
from simulator.fast.plain import PlainLoads, is_plain, new_world
from simulator.outcome import CODE, failure_outcome
from strategies import effects as fx

SHARE_EVERY = 1000
"""Events between two reports of progress."""


class Request:
    """A request that needs more than a quiet look-up."""

    __slots__ = ("at_ns", "attempts", "key", "newest", "node", "row", "write")

    def __init__(self, batch: Batch, place: int, at_ns: int, key: fx.Key, newest: int) -> None:
        """Where it stands, when it arrived, what for, and the newest version known then."""
        self.row = batch.first + place
        self.at_ns, self.key, self.newest = at_ns, key, newest
        self.write = batch.small_cells[k.WRITE, place] == 1
        self.node = batch.small_cells[k.NODE, place]
        self.attempts = 0


class Fast:
    """The kernel, the stations and the callbacks."""

    name = "fast"

    def __init__(self, experiment: Experiment, progress: Callable[[float], None]) -> None:
        """Build the servers."""
        self.experiment, self.scenario = experiment, experiment.scenario
        self.clock, self.progress = experiment.clock, progress
        self.state = State(experiment.size())
        self.walk_array = self.make_walk()
        self.walk = self.walk_array.data
        held: Any = Column(self.state, k.ROW_VERSION)
        experiment.ledger.held = experiment.rows.held = held
        self.counters = experiment.counters = KernelCounters()
        self.store = Memory(experiment, self.state, self.walk_array)
        self.queue = Queue(experiment.keep)
        self.performer = Performer(experiment, self.store, self.walk, self.ended)
        client = self.scenario.client
        self.timeout_ns = nanoseconds(client.timeout_s) if client.timeout_s else None
        self.backoff_ns = nanoseconds(client.backoff_s)
        self.guarded = self.timeout_ns is not None or experiment.nodes_die
        self.steps = 0
        self.plain: PlainLoads | None = None
        if experiment.nodes[0].guards_entries:
            start = self.performer.start
            self.store.guard = Guard(experiment.nodes[0], lambda rules: start(Activity(rules)))
        if is_plain(self.scenario, experiment.nodes[0], self.store) and not experiment.nodes_die:
            self.plain = PlainLoads(experiment, self.state, self.walk_array)
            self.performer.pool = self.performer.pool and self.plain
        self.no_world = new_world(1, 1, 0)

    def make_walk(self) -> Any:
        """The kernel's rules, and its place before the first request."""
        walk = np.zeros(k.WALK, dtype=np.int64)
        walk[k.HALF] = nanoseconds(self.scenario.cache.round_trip_s / 2)
        walk[k.SERVICE] = nanoseconds(self.scenario.cache.service_s)
        walk[k.OPENS] = self.experiment.nodes[0].opens_with_get and not self.experiment.nodes_die
        timeout_s = self.scenario.client.timeout_s
        walk[k.PATIENCE] = FOREVER if timeout_s is None else nanoseconds(timeout_s)
        return walk

    # --- the run -------------------------------------------------------------------------

    def run(self) -> None:
        """All requests, then whatever they left behind, then the strategy's own drain."""
        self.experiment.prefill(self.store.set)
        self.experiment.watch(self.census, self.restart)
        if self.plain is None:
            self.experiment.expire_actively(self.store.expire_some)
        else:
            self.plain.expire_actively()
        self.experiment.schedule_faults(self)
        for rules, node in self.experiment.background():
            self.performer.start(Activity(rules, node, standing=True))
        self.performer.busy += 1
        end_ns = nanoseconds(self.scenario.workload.duration_s)
        self.clock.call_at(end_ns, ARRIVAL, self.time_over)
        for batch in self.batches():
            self.go_through(batch)
        self.settle_down()
        self.performer.closing = True
        self.come_to_rest()
        self.performer.start(Activity(self.experiment.drain()))
        self.come_to_rest()
        self.counters.read(self.walk)
        self.counters.prefetch_wasted += self.store.waste(self.clock.moment[0])
        self.experiment.counters = self.counters.plain()
        self.queue.close()

    def come_to_rest(self) -> None:
        """Until nothing is under way any more."""
        while self.performer.busy or self.performer.standing:
            self.step()

    def census(self) -> Census:
        """The cache's entries, and how many of them differ from the database's rows.

        Only keys that somebody has written can differ.
        """
        written = self.plain.written() if self.walk[k.PLAIN_WRITES] and self.plain else None
        if written is None:
            numbered = self.experiment.ledger.numbered
            written = np.fromiter(numbered, np.int64, len(numbered))
        behind, ahead = compare(self.state.rows, written)
        return Census(self.walk[k.ENTRIES], int(behind), int(ahead))

    def restart(self) -> None:
        """The warm-up is over: count anew."""
        for cell in (k.MISSES, k.EXPIRED, k.EVICTED, k.REFUSED, k.WASTED):
            self.walk[cell] = 0
        self.walk[k.PEAK] = self.walk[k.ENTRIES]

    def time_over(self, _: Any) -> None:
        """The scenario's duration is over; what is under way goes on."""
        self.performer.busy -= 1

    def batches(self) -> Iterator[Batch]:
        """Batches of requests, each with what the one before left on its way to the cache."""
        blocks = self.experiment.requests()
        block = next(blocks, None)
        batch = Batch(0, 0)
        while block is not None:
            following = next(blocks, None)
            judged, joined = self.walk[k.JUDGED], self.walk[k.JOINED]
            batch = batch.tail(judged, block)
            self.queue.append(batch, judged)
            self.walk[k.JUDGED], self.walk[k.JOINED] = 0, joined - judged
            self.walk[k.LAST] = following is None
            yield batch
            block = following

    def go_through(self, batch: Batch) -> None:
        """Let the kernel and the queue of events take turns until the batch has arrived."""
        walk, clock = self.walk, self.clock
        walk[k.NEXT], walk[k.FIRST] = 0, batch.first
        why = k.EVENT
        while why != k.END:
            self.count(clock.run_functions_before(walk))
            instant, rank, number = clock.next_moment()[:3]
            why = self.advance(batch, instant, rank, number)
            if why == k.FOUND:
                self.found(batch, walk[k.STOPPED])
            elif why == k.ARRIVED:
                self.arrive(batch, walk[k.STOPPED])
            elif why == k.UNSEEN:
                self.store.show_stale(walk[k.STOPPED])
            elif why == k.EVENT and instant == walk[k.NEXT]:
                clock.step()
        self.share_progress(self.clock.moment[0])

    def advance(self, batch: Batch, instant: int, rank: int, number: int) -> int:
        """Let the kernel go on; it says why it stopped."""
        plain, walk = self.plain, self.walk
        walk[k.SCHEDULED] = self.clock.scheduled
        tables = (*batch.tables(), self.state.rows, self.walk_array)
        if plain is None:
            return advance(self.no_world, *tables, instant, rank, number)
        plain.before(self.clock)
        why = advance(plain.world, *tables, instant, rank, number)
        plain.after(self.clock)
        if walk[k.FINISHED]:
            for finished in plain.finished():
                self.queue.finish(*finished)
        if why == k.FULL:
            plain.make_room()
        return why

    def settle_down(self) -> None:
        """After the last arrival: until the last request has its answer."""
        self.walk[k.NEXT] = FOREVER
        last = (self.walk[k.ANSWERED], ANSWER, -1)
        while self.performer.busy or self.clock.next_moment() < last:
            self.step()
        if last > self.clock.moment:
            self.clock.go_to(last)

    def step(self) -> None:
        """One event of the queue."""
        self.clock.step()
        self.count(1)

    def count(self, events: int) -> None:
        """Tell the progress after every so many events."""
        self.steps += events
        if self.steps >= SHARE_EVERY:
            self.steps = 0
            self.share_progress(self.clock.moment[0])

    def share_progress(self, now_ns: int) -> None:
        """Tell the share of the run that is done."""
        self.progress(min(1.0, seconds(now_ns) / self.scenario.workload.duration_s))

    # --- one request ---------------------------------------------------------------------

    def arrive(self, batch: Batch, place: int) -> None:
        """A request arrives that does not begin with a look-up, or that is a write."""
        at_ns, key = batch.int_cells[k.AT, place], batch.int_cells[k.KEY, place]
        self.clock.go_to((at_ns, ARRIVAL, 0))
        self.performer.busy += 1
        self.attempt(Request(batch, place, at_ns, key, self.state.cells[key, k.ACKED]))

    def found(self, batch: Batch, place: int) -> None:
        """A read's look-up takes effect, and its entry is absent or not quiet."""
        cells = batch.int_cells
        at_ns, effect_ns = cells[k.AT, place], cells[k.EFFECT, place]
        request = Request(batch, place, at_ns, cells[k.KEY, place], cells[k.NEWEST, place])
        self.clock.go_to((effect_ns, ARRIVAL if effect_ns == at_ns else EFFECT_RANK, 0))
        self.performer.busy += 1
        activity = self.activity(request)
        if self.guarded:
            self.be_patient(activity, at_ns)
        effect = next(activity.rules)
        assert type(effect) is fx.Get, "a strategy that opens_with_get must begin with it"
        self.performer.effective((activity, self.performer.look, effect))

    def attempt(self, request: Request) -> None:
        """Begin an attempt at a request."""
        activity = self.activity(request)
        if self.guarded:
            self.be_patient(activity, self.clock.moment[0])
        self.performer.go_on(activity, None)

    def activity(self, request: Request) -> Activity:
        """The strategy's rules for a request, on its node."""
        strategy = self.experiment.nodes[request.node]
        if request.write:
            return Activity(strategy.write(request.key, fx.Value(None)), request.node, request)
        return Activity(strategy.read(request.key), request.node, request)

    def be_patient(self, activity: Activity, since_ns: int) -> None:
        """Give the attempt up after the client's timeout; its work goes on all the same."""
        self.performer.enter(activity)
        if self.timeout_ns is None:
            return
        number = activity.request.row * PATIENCES + activity.request.attempts
        self.clock.call_at(since_ns + self.timeout_ns, PATIENCE, self.give_up, activity, number)

    def give_up(self, activity: Activity) -> None:
        """The client's timeout: settled, unless it was before."""
        if not activity.settled:
            self.settle(activity, CODE["timeout"], None)

    def ended(self, activity: Activity, value: Any, error: fx.ServiceError | None) -> None:
        """The rules have returned, or failed."""
        if activity.request is None:
            self.performer.leave(activity)
            return
        outcome = activity.course.read_outcome() if error is None else failure_outcome(error)
        if not self.guarded:
            self.attempted((activity.request, outcome, value))
            return
        self.performer.leave(activity)
        if not activity.settled:
            self.settle(activity, outcome, value)

    def settle(self, activity: Activity, outcome: int, value: Any) -> None:
        """The first to settle decides; the client learns of it at this instant."""
        activity.settled = True
        result = (activity.request, outcome, value)
        self.clock.call_at(self.clock.moment[0], GRANTED, self.attempted, result)

    def attempted(self, result: tuple[Request, int, fx.Value | None]) -> None:
        """An attempt is over: try again, or be done with the request."""
        request, outcome, value = result
        if value is not None or request.attempts == self.scenario.client.retries:
            self.finish(request, outcome, value)
            return
        request.attempts += 1
        if self.backoff_ns:
            self.clock.call_at(self.clock.moment[0] + self.backoff_ns, WAKE, self.attempt, request)
        else:
            self.attempt(request)

    # --- what faults may do --------------------------------------------------------------

    def crash_cache(self) -> None:
        """The cache tier loses its memory; the strategy sees to what that means."""
        self.store.wipe()
        rules = self.experiment.nodes[0].cache_crashed(seconds(self.clock.moment[0]))
        if rules is not None:
            self.performer.start(Activity(rules))

    def crash_node(self, node: int) -> None:
        """All that the node was doing ends with an error; its process starts again."""
        for activity in self.performer.kill(node):
            if activity.request is not None and not activity.settled:
                self.settle(activity, CODE["error"], None)
        now_s = seconds(self.clock.moment[0])
        rules = self.experiment.replace_node(node).node_crashed(now_s)
        if rules is not None:
            self.performer.start(Activity(rules))
        for standing in self.experiment.nodes[node].background():
            self.performer.start(Activity(standing, node, standing=True))

    def finish(self, request: Request, outcome: int, value: fx.Value | None) -> None:
        """Acknowledge a write, judge a read, and note how it ended."""
        self.performer.busy -= 1
        now_ns = self.clock.moment[0]
        version = -1 if value is None or value.version is None else value.version
        behind, age_s = 0, 0.0
        if request.write and value is not None:
            outcome = CODE["acknowledged"]
            self.acknowledge(request.key, version, now_ns)
        elif 0 <= version < request.newest:
            since_ns = self.experiment.ledger.unseen_since(request.key, version) or 0
            behind, age_s = request.newest - version, seconds(request.at_ns - since_ns)
        latency_s = seconds(now_ns - request.at_ns)
        self.queue.finish(request.row, outcome, latency_s, version, behind, age_s)

    def acknowledge(self, key: fx.Key, version: int, now_ns: int) -> None:
        """From now on readers may expect this version."""
        self.experiment.ledger.acknowledge(key, version, now_ns)
        self.state.acknowledged(key, version, now_ns)
        self.experiment.note_backlog()
