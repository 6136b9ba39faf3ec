"""Clients of the fast engine: requests that need more than a quiet look-up, up to their answer."""

from typing import Any

import numpy as np

from simulator.clock import ARRIVAL, GRANTED, PATIENCE, WAKE, nanoseconds, seconds
from simulator.clock import EFFECT as EFFECT_RANK
from simulator.experiment import Experiment
from simulator.fast import layout as k
from simulator.fast.batch import Batch, Queue
from simulator.fast.memory import Memory, State
from simulator.fast.performer import Activity, Performer
from simulator.outcome import CODE, failure_outcome
from strategies import effects as fx


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


class Attempt:
    """One attempt at a request: what goes on for it, perhaps a hedge among that."""

    __slots__ = ("over", "request", "running")

    def __init__(self, request: Request, first: Activity) -> None:
        """Begun with its first activity."""
        self.request, self.running, self.over = request, [first], False


class Arrived:
    """How many requests have arrived at each node: counted when somebody wants to know."""

    def __init__(self, queue: Queue, walk: Any, nodes: int) -> None:
        """None yet."""
        self.queue, self.walk = queue, walk
        self.counts = np.zeros(nodes, dtype=np.int64)
        self.rows = 0

    def count(self) -> None:
        """Up to now; also due before a batch is left."""
        batch, joined = self.queue.batches[-1], self.walk[k.JOINED]
        new = batch.small[k.NODE, self.rows - batch.first : joined]
        self.counts += np.bincount(new, minlength=len(self.counts))
        self.rows = batch.first + joined

    def at(self, node: int) -> int:
        """At this node, up to now."""
        self.count()
        return int(self.counts[node])


class Clients:
    """Begins attempts, hedges them, gives them up, repeats them, and notes how requests ended."""

    def __init__(
        self, experiment: Experiment, state: State, store: Memory, walk: Any, queue: Queue
    ) -> None:
        """`queue` takes the results; timeouts and retries are the scenario's."""
        self.experiment, self.clock = experiment, experiment.clock
        self.state, self.queue = state, queue
        self.performer = Performer(experiment, store, walk, self.ended)
        self.arrived = Arrived(queue, walk, experiment.scenario.client.nodes)
        self.patience = experiment.patience
        self.retries = experiment.retries(self.arrived.at)
        self.guarded = self.patience.limited or experiment.nodes_die

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
        self.performer.effective((activity, effect, at_ns))

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
            return Activity(
                strategy.serve_write(request.key, fx.Value(None)), request.node, request
            )
        return Activity(strategy.serve_read(request.key), request.node, request)

    def be_patient(self, activity: Activity, since_ns: int) -> None:
        """Give the attempt up after the client's timeout, and send it again before, if hedged."""
        self.performer.enter(activity)
        request = activity.request
        attempt = activity.attempt = Attempt(request, activity)
        timeout, hedge = self.patience.numbers(request.row, request.attempts)
        timeout_ns, hedge_ns = self.patience.timeout_ns, self.patience.hedge_ns
        if timeout_ns is not None:
            self.clock.call_at(since_ns + timeout_ns, PATIENCE, self.give_up, attempt, timeout)
        if hedge_ns is not None and not request.write:
            self.clock.call_at(since_ns + hedge_ns, PATIENCE, self.hedge, attempt, hedge)

    def give_up(self, attempt: Attempt) -> None:
        """The client's timeout: settled, unless it was before."""
        if not attempt.over:
            self.settle(attempt, CODE["timeout"], None)

    def hedge(self, attempt: Attempt) -> None:
        """No answer yet: send the read once more."""
        if attempt.over:
            return
        request = attempt.request
        self.experiment.counters.hedges += self.experiment.counts(request.at_ns)
        activity = self.activity(request)
        activity.attempt = attempt
        attempt.running.append(activity)
        self.performer.enter(activity)
        self.performer.go_on(activity, None)

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
        self.answered(activity, outcome, value)

    def answered(self, activity: Activity, outcome: int, value: Any) -> None:
        """Part of an attempt is over: the first answer counts, and of failures the last one."""
        attempt = activity.attempt
        if attempt.over:
            return
        attempt.running.remove(activity)
        if value is not None or not attempt.running:
            self.settle(attempt, outcome, value)

    def settle(self, attempt: Attempt, outcome: int, value: Any) -> None:
        """The first to settle decides; the client learns of it at this instant."""
        attempt.over = True
        experiment, request = self.experiment, attempt.request
        experiment.counters.abandoned += len(attempt.running) * experiment.counts(request.at_ns)
        if self.patience.drops:
            for activity in attempt.running:
                self.performer.forsake(activity)
        result = (request, outcome, value)
        self.clock.call_at(self.clock.moment[0], GRANTED, self.attempted, result)

    def attempted(self, result: tuple[Request, int, fx.Value | None]) -> None:
        """An attempt is over: try again, or be done with the request."""
        request, outcome, value = result
        if value is not None or not self.again(request):
            self.finish(request, outcome, value)
            return
        request.attempts += 1
        pause_ns = nanoseconds(self.retries.pause_s(request.row, request.attempts))
        if pause_ns:
            self.clock.call_at(self.clock.moment[0] + pause_ns, WAKE, self.attempt, request)
        else:
            self.attempt(request)

    def again(self, request: Request) -> bool:
        """May it be tried again?"""
        counts = self.experiment.counts(request.at_ns)
        return self.retries.again(
            request.attempts, request.node, write=request.write, counts=counts
        )

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
        for each in self.experiment.catalogue.concerned(key):
            self.state.acknowledged(each, self.experiment.ledger.newest(each), now_ns)
        self.experiment.note_backlog()

    def lose(self, node: int) -> None:
        """The process of a node has died: what it was doing ends with an error."""
        for activity in self.performer.kill(node):
            if activity.attempt is not None:
                self.answered(activity, CODE["error"], None)
