"""Clients of the reference engine: a request's attempts, one readable process each."""

import simpy

from simulator.clock import PATIENCE, WAKE, nanoseconds
from simulator.experiment import Experiment
from simulator.outcome import CODE, failure_outcome
from simulator.reference.performer import Activity, Performer, Process
from strategies import effects as fx

Answer = tuple[int, fx.Value | None]
"""How an attempt ended: the outcome's code, and the value or None."""


class Request:
    """One row of the request table on its way."""

    def __init__(self, row: int, columns: tuple[int, int, int, int, int], newest: int) -> None:
        """Its number, what arrived, and the newest version that was acknowledged then."""
        self.row = row
        self.at_ns, self.key, self.write, self.node, self.client = columns
        self.newest = newest


class Attempt:
    """One attempt at a request: what goes on for it, perhaps a hedge among that."""

    def __init__(self, request: Request, settled: simpy.Event) -> None:
        """`settled` ends it, with an answer."""
        self.request, self.settled = request, settled
        self.running: list[Activity] = []


class Clients:
    """Begins attempts, hedges them, gives them up, repeats them, and notes how requests ended."""

    def __init__(self, experiment: Experiment, performer: Performer) -> None:
        """Timeouts and retries are the scenario's."""
        self.experiment, self.clock, self.performer = experiment, experiment.clock, performer
        self.patience = experiment.patience
        self.guarded = self.patience.limited or experiment.nodes_die
        self.arrived = [0] * experiment.scenario.client.nodes
        self.retries = experiment.retries(self.arrived.__getitem__)
        self.attempts: dict[Activity, Attempt] = {}
        self.finished: dict[int, tuple[int, ...]] = {}

    def arrive(self, row: int, columns: tuple[int, int, int, int, int]) -> Request:
        """A request arrives now."""
        self.performer.busy += 1
        request = Request(row, columns, self.experiment.ledger.newest(columns[1]))
        self.arrived[request.node] += 1
        return request

    def serve(self, request: Request) -> Process:
        """Attempts at a request until one succeeds, or no further one is granted."""
        tried = 0
        while True:
            outcome, value = yield from self.attempt(request, tried)
            if value is not None or not self.again(request, tried):
                break
            tried += 1
            pause_s = self.retries.pause_s(request.row, tried)
            yield from self.performer.pause(nanoseconds(pause_s), WAKE)
        self.finish(request, outcome, value)

    def again(self, request: Request, tried: int) -> bool:
        """May it be tried again?"""
        counts = self.experiment.counts(request.at_ns)
        return self.retries.again(tried, request.node, write=request.write, counts=counts)

    def activity(self, request: Request) -> Activity:
        """The strategy's rules for a request, on its node."""
        strategy = self.experiment.nodes[request.node]
        if request.write:
            return Activity(strategy.serve_write(request.key, fx.Value(None)), request.node)
        return Activity(strategy.serve_read(request.key), request.node)

    # --- one attempt ---------------------------------------------------------------------

    def attempt(self, request: Request, tried: int) -> Process:
        """One attempt, sent again when it is hedged, given up after the client's timeout."""
        if not self.guarded:
            return (yield from self.outcome(self.activity(request)))
        attempt = Attempt(request, self.clock.event())
        self.send(attempt)
        self.be_patient(attempt, tried)
        return (yield attempt.settled)

    def send(self, attempt: Attempt) -> None:
        """Have the request's rules run for an attempt."""
        activity = self.activity(attempt.request)
        attempt.running.append(activity)
        self.attempts[activity] = attempt
        self.clock.process(self.race(self.performer.enter(activity)))

    def be_patient(self, attempt: Attempt, tried: int) -> None:
        """Wait for an answer as long as the client does, and hedge before."""
        patience, request, now_ns = self.patience, attempt.request, self.clock.now_ns
        timeout, hedge = patience.numbers(request.row, tried)
        if patience.timeout_ns is not None:
            timer = self.clock.at(now_ns + patience.timeout_ns, PATIENCE, timeout)
            timer.callbacks.append(lambda _: self.settle(attempt, (CODE["timeout"], None)))
        if patience.hedge_ns is not None and not request.write:
            timer = self.clock.at(now_ns + patience.hedge_ns, PATIENCE, hedge)
            timer.callbacks.append(lambda _: self.hedge(attempt))

    def hedge(self, attempt: Attempt) -> None:
        """No answer yet: send the read once more."""
        if not attempt.settled.triggered:
            self.experiment.counters.hedges += self.experiment.counts(attempt.request.at_ns)
            self.send(attempt)

    def race(self, activity: Activity) -> Process:
        """Rules that may end after their client has gone, or never, when their process dies."""
        answer = yield from self.outcome(activity)
        self.performer.leave(activity)
        self.answered(activity, answer)

    def outcome(self, activity: Activity) -> Process:
        """How some rules ended."""
        try:
            value = yield from self.performer.perform(activity)
        except fx.ServiceError as error:
            return failure_outcome(error), None
        return activity.course.read_outcome(), value

    def answered(self, activity: Activity, answer: Answer) -> None:
        """Part of an attempt is over: the first answer counts, and of failures the last one."""
        attempt = self.attempts.pop(activity, None)
        if attempt is None or attempt.settled.triggered:
            return
        attempt.running.remove(activity)
        if answer[1] is not None or not attempt.running:
            self.settle(attempt, answer)

    def settle(self, attempt: Attempt, answer: Answer) -> None:
        """The first to settle decides; the client learns of it at this instant."""
        if attempt.settled.triggered:
            return
        experiment, left = self.experiment, attempt.running
        experiment.counters.abandoned += len(left) * experiment.counts(attempt.request.at_ns)
        if self.patience.drops:
            for activity in left:
                self.performer.forsake(activity)
        attempt.settled.succeed(answer)

    def lose(self, node: int) -> None:
        """The process of a node has died: what it was doing ends with an error."""
        for activity in self.performer.kill(node):
            self.answered(activity, (CODE["error"], None))

    # --- the end -------------------------------------------------------------------------

    def finish(self, request: Request, outcome: int, value: fx.Value | None) -> None:
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
        self.finished[request.row] = (
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
