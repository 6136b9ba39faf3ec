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
    nanoseconds,
    seconds,
)
from simulator.experiment import Census, Experiment
from simulator.fast import layout as k
from simulator.fast.batch import Batch, Queue
from simulator.fast.clients import Clients
from simulator.fast.entries import compare
from simulator.fast.kernel import advance
from simulator.fast.memory import Column, KernelCounters, Memory, State
from simulator.fast.plain import PlainLoads, is_plain, new_world
from simulator.stricken import Stricken

SHARE_EVERY = 1000
"""Events between two reports of progress."""


class Fast:
    """The kernel, the stations and the callbacks."""

    name = "fast"

    def __init__(self, experiment: Experiment, progress: Callable[[float], None]) -> None:
        """Build the servers."""
        self.experiment, self.scenario = experiment, experiment.scenario
        self.clock, self.progress = experiment.clock, progress
        self.state = State(experiment.catalogue.keys)
        self.walk_array = self.make_walk()
        self.walk = self.walk_array.data
        held: Any = Column(self.state, k.ROW_VERSION)
        experiment.ledger.held = experiment.rows.held = held
        self.counters = experiment.counters = KernelCounters()
        self.store = Memory(experiment, self.state, self.walk_array)
        self.queue = Queue(experiment.keep_requests)
        self.clients = Clients(experiment, self.state, self.store, self.walk, self.queue)
        self.performer = self.clients.performer
        self.steps = 0
        self.plain: PlainLoads | None = None
        if experiment.nodes[0].guards_entries:
            self.store.guard = Guard(experiment.nodes[0], self.performer.begin)
        conditions = experiment.conditions
        steady = conditions.usual_cache and conditions.usual_database
        alone = experiment.catalogue.is_plain and steady and not experiment.nodes_die
        if alone and is_plain(self.scenario, experiment.nodes[0], self.store):
            self.plain = PlainLoads(experiment, self.state, self.walk_array)
            self.performer.pool = self.performer.pool and self.plain
        self.no_world = new_world(1, 1, 0)

    def make_walk(self) -> Any:
        """The kernel's rules, and its place before the first request."""
        walk = np.zeros(k.WALK, dtype=np.int64)
        walk[k.HALF] = nanoseconds(self.scenario.cache.round_trip_s / 2)
        walk[k.SERVICE] = nanoseconds(self.scenario.cache.service_s)
        node = self.experiment.nodes[0]
        opens = node.opens_with_get and node.link is None
        walk[k.OPENS] = opens and not self.experiment.nodes_die
        walk[k.PATIENCE] = self.experiment.patience.shortest_ns
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
        self.performer.weather.begin()
        begin = self.performer.begin
        stricken = Stricken(self.experiment, self.store, self.clients.lose, begin)
        self.experiment.schedule_faults(stricken)
        for rules, node in self.experiment.background():
            begin(rules, node, standing=True)
        self.performer.busy += 1
        end_ns = nanoseconds(self.scenario.workload.duration_s)
        self.clock.call_at(end_ns, ARRIVAL, self.time_over)
        for batch in self.batches():
            self.go_through(batch)
        self.settle_down()
        self.performer.closing = True
        self.come_to_rest()
        self.performer.begin(self.experiment.drain())
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
        if not self.experiment.catalogue.is_plain:
            return self.experiment.census(self.store.versions())
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
            self.clients.arrived.count()
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
                self.clients.found(batch, walk[k.STOPPED])
            elif why == k.ARRIVED:
                self.clients.arrive(batch, walk[k.STOPPED])
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
