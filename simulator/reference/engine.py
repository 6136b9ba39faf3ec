"""The reference engine: every request an ordinary SimPy process, every pool a SimPy resource.

It is the readable one, and the oracle for the fast one: both give equal logs.
"""

from collections.abc import Callable, Iterator
from typing import Any

import simpy

from simulator.cache.expiry import ActiveExpiry
from simulator.clock import ARRIVAL, PATIENCE, PATIENCES, WAKE, nanoseconds, seconds
from simulator.experiment import Census, Experiment
from simulator.log import Recorder, Requests
from simulator.outcome import CODE, failure_outcome
from simulator.reference.performer import Activity, Performer, Process
from strategies import effects as fx

SHARE_EVERY = 500
"""Requests between two reports of progress."""


class Request:
    """One row of the request table on its way."""

    def __init__(self, row: tuple[int, int, int, int, int], newest: int) -> None:
        """What arrived, and the newest version that was acknowledged then."""
        self.at_ns, self.key, self.write, self.node, self.client = row
        self.newest = newest


class Reference:
    """SimPy processes on SimPy resources."""

    name = "reference"

    def __init__(self, experiment: Experiment, progress: Callable[[float], None]) -> None:
        """Build the servers."""
        scenario = experiment.scenario
        self.experiment, self.scenario, self.clock = experiment, scenario, experiment.clock
        self.progress = progress
        self.performer = Performer(experiment)
        timeout_s = scenario.client.timeout_s
        self.timeout_ns = None if timeout_s is None else nanoseconds(timeout_s)
        self.nodes_die = experiment.nodes_die
        self.settled: dict[Activity, simpy.Event] = {}
        self.finished: dict[int, tuple[int, ...]] = {}
        self.arriving = True

    # --- the run -------------------------------------------------------------------------

    def run(self) -> None:
        """All requests, then whatever they left behind, then the strategy's own drain."""
        self.experiment.prefill(self.performer.store.set)
        self.experiment.watch(self.census, lambda: None)
        expiry = ActiveExpiry(self.performer.store, self.experiment.chance("expiry"))
        self.experiment.expire_actively(expiry.cycle)
        self.experiment.schedule_faults(self)
        for rules, node in self.experiment.background():
            self.performer.start(Activity(rules, node, standing=True))
        self.performer.busy += 1
        self.clock.call_at(nanoseconds(self.scenario.workload.duration_s), ARRIVAL, self.time_over)
        self.clock.process(self.arrivals())
        while self.arriving or self.performer.busy:
            self.clock.step()
        self.performer.closing = True
        self.come_to_rest()
        self.performer.start(Activity(self.experiment.drain()))
        self.come_to_rest()
        self.experiment.counters.prefetch_wasted += self.performer.store.waste(self.clock.now_ns)
        self.hand_over()

    def come_to_rest(self) -> None:
        """Until nothing is under way any more."""
        while self.performer.busy or self.performer.standing:
            self.clock.step()

    def census(self) -> Census:
        """The cache's entries, and how many of them differ from the database's rows."""
        return self.experiment.census(self.performer.store.versions())

    def time_over(self, _: Any) -> None:
        """The scenario's duration is over; what is under way goes on."""
        self.performer.busy -= 1

    def arrivals(self) -> Process:
        """Let the requests in, each at its instant."""
        row = 0
        for block in self.experiment.requests():
            for request in rows_of(block):
                yield self.clock.at(request[0], ARRIVAL)
                self.performer.busy += 1
                newest = self.experiment.ledger.newest(request[1])
                self.clock.process(self.serve(row, Request(request, newest)))
                row += 1
                if row % SHARE_EVERY == 0:
                    self.progress(seconds(request[0]) / self.scenario.workload.duration_s)
        self.arriving = False

    def hand_over(self) -> None:
        """Pass on the request table in the order of arrival."""
        recorder = Recorder(Requests, self.experiment.keep_requests)
        for row in range(len(self.finished)):
            recorder.add(*self.finished[row])
        recorder.flush()

    # --- one request ---------------------------------------------------------------------

    def serve(self, row: int, request: Request) -> Process:
        """Attempts at a request until one succeeds or no retry is left."""
        client = self.scenario.client
        for attempt in range(client.retries + 1):
            if attempt:
                yield from self.performer.pause(nanoseconds(client.backoff_s), WAKE)
            patience = row * PATIENCES + attempt
            outcome, value = yield from self.attempt(self.activity(request), patience)
            if value is not None:
                break
        self.finish(row, request, outcome, value)

    def activity(self, request: Request) -> Activity:
        """The strategy's rules for a request, on its node."""
        strategy = self.experiment.nodes[request.node]
        if request.write:
            return Activity(strategy.serve_write(request.key, fx.Value(None)), request.node)
        return Activity(strategy.serve_read(request.key), request.node)

    def attempt(self, activity: Activity, patience: int) -> Process:
        """One attempt, given up after the client's timeout; its work goes on all the same."""
        if self.timeout_ns is None and not self.nodes_die:
            return (yield from self.outcome(activity))
        settled = self.settled[activity] = self.clock.event()
        self.clock.process(self.race(self.performer.enter(activity), settled))
        if self.timeout_ns is not None:
            timer = self.clock.at(self.clock.now_ns + self.timeout_ns, PATIENCE, patience)
            timer.callbacks.append(lambda _: settle(settled, (CODE["timeout"], None)))
        return (yield settled)

    def race(self, activity: Activity, settled: simpy.Event) -> Process:
        """An attempt that may end after its client has gone, or never, when its process dies."""
        answer = yield from self.outcome(activity)
        self.performer.leave(activity)
        settle(settled, answer)
        self.settled.pop(activity, None)

    def crash_cache(self) -> None:
        """The cache tier loses its memory; the strategy sees to what that means."""
        self.performer.store.wipe()
        rules = self.experiment.nodes[0].cache_crashed(seconds(self.clock.now_ns))
        if rules is not None:
            self.performer.start(Activity(rules))

    def purge(self, share: float) -> None:
        """This share of the keys is deleted from the cache."""
        store = self.performer.store
        store.purge(self.experiment.purged(share, store.known()), self.clock.now_ns)

    def crash_node(self, node: int) -> None:
        """All that the node was doing ends with an error; its process starts again."""
        for activity in self.performer.kill(node):
            if activity in self.settled:
                settle(self.settled.pop(activity), (CODE["error"], None))
        rules = self.experiment.replace_node(node).node_crashed(seconds(self.clock.now_ns))
        if rules is not None:
            self.performer.start(Activity(rules))
        for standing in self.experiment.nodes[node].background():
            self.performer.start(Activity(standing, node, standing=True))

    def outcome(self, activity: Activity) -> Process:
        """How an attempt ended: the outcome's code, and the value or None."""
        try:
            value = yield from self.performer.perform(activity)
        except fx.ServiceError as error:
            return failure_outcome(error), None
        return activity.course.read_outcome(), value

    def finish(self, row: int, request: Request, outcome: int, value: fx.Value | None) -> None:
        """Acknowledge a write, judge a read, and note the request's row."""
        self.performer.busy -= 1
        now, ledger = self.clock.now_ns, self.experiment.ledger
        version, behind, age_ns = -1, 0, 0
        if value is not None:
            assert value.version is not None
            version = value.version
            if request.write:
                outcome = CODE["acknowledged"]
                ledger.acknowledge(request.key, version, now)
                self.experiment.note_backlog()
            elif version < request.newest:
                behind = request.newest - version
                age_ns = request.at_ns - (ledger.unseen_since(request.key, version) or 0)
        self.finished[row] = (
            request.at_ns,
            request.key,
            request.write,
            request.node,
            request.client,
            outcome,
            now - request.at_ns,
            version,
            behind,
            age_ns,
        )


def settle(settled: simpy.Event, answer: tuple[int, fx.Value | None]) -> None:
    """The first to settle decides."""
    if not settled.triggered:
        settled.succeed(answer)


def rows_of(columns: Any) -> Iterator[Any]:
    """The rows of a table."""
    return zip(*(column.tolist() for column in columns), strict=True)
