"""The reference engine: every request an ordinary SimPy process, every pool a SimPy resource.

It is the readable one, and the oracle for the fast one: both give equal logs. It moves rows of
the request table one by one through the strategy, effect by effect.
"""

from collections.abc import Callable, Generator, Iterator
from typing import Any

import simpy

from simulator.cache.eviction import EVICTIONS, Unlimited
from simulator.cache.store import Store as CacheStore
from simulator.clock import ANSWER, ARRIVAL, DONE, EFFECT, START, WAKE, nanoseconds, seconds
from simulator.experiment import Experiment
from simulator.log import Recorder, Requests
from simulator.outcome import CODE, Course, failure_outcome
from simulator.streams import plain_stream
from strategies import effects as fx

Process = Generator[simpy.Event, Any, Any]
"""A SimPy process, or a part of one."""

SHARE_EVERY = 500
"""Requests between two reports of progress."""


class Activity:
    """One run of a strategy's rules: an attempt at a request, or background work."""

    def __init__(self, rules: fx.Rules[Any], standing: bool = False) -> None:
        """`standing` work goes on for ever and ends with the run."""
        self.rules = rules
        self.standing = standing
        self.course = Course()


class Request:
    """One row of the request table on its way."""

    def __init__(self, row: tuple[int, int, int, int], newest: int) -> None:
        """What arrived, and the newest version that was acknowledged then."""
        self.at_ns, self.key, self.write, self.node = row
        self.newest = newest


class Reference:
    """SimPy processes on SimPy resources."""

    name = "reference"

    def __init__(self, experiment: Experiment, progress: Callable[[float], None]) -> None:
        """Build the servers."""
        scenario = experiment.scenario
        self.experiment, self.scenario, self.clock = experiment, scenario, experiment.clock
        self.progress = progress
        self.store = CacheStore(
            scenario.cache.capacity_entries,
            eviction(experiment),
            experiment.ledger,
            experiment.counters,
        )
        self.half_ns = nanoseconds(scenario.cache.round_trip_s / 2)
        self.cache_ns = nanoseconds(scenario.cache.service_s)
        self.cache_thread = simpy.Resource(self.clock, 1)
        connections = scenario.database.connections
        self.pool = simpy.Resource(self.clock, connections) if connections else None
        self.timeout_ns = nanoseconds_or_none(scenario.client.timeout_s)
        self.finished: dict[int, tuple[int, ...]] = {}
        self.busy = 0
        self.arriving = True
        self.closing = False
        self.effects: dict[type[Any], Callable[[Activity, Any], Process]] = {
            fx.Get: self.get,
            fx.Set: self.set,
            fx.Delete: self.delete,
            fx.Load: self.load,
            fx.LoadMany: self.load_many,
            fx.Store: self.store_one,
            fx.StoreMany: self.store_many,
            fx.Sleep: self.sleep,
            fx.Now: self.now,
            fx.Spawn: self.spawn,
            fx.Wait: self.wait,
            fx.Fire: self.fire,
        }

    # --- the run -------------------------------------------------------------------------

    def run(self) -> None:
        """All requests, then whatever they left behind, then the strategy's own drain."""
        self.experiment.watch(lambda: len(self.store.records))
        for rules in self.experiment.nodes[0].background():
            self.start(Activity(rules, standing=True))
        self.busy += 1
        self.clock.call_at(nanoseconds(self.scenario.workload.duration_s), ARRIVAL, self.time_over)
        self.clock.process(self.arrivals())
        while self.arriving or self.busy:
            self.clock.step()
        self.closing = True
        self.start(Activity(self.experiment.nodes[0].drain()))
        while self.busy:
            self.clock.step()
        self.experiment.counters.prefetch_wasted += self.store.waste(self.clock.now)
        self.hand_over()

    def time_over(self, _: Any) -> None:
        """The scenario's duration is over; what is under way goes on."""
        self.busy -= 1

    def arrivals(self) -> Process:
        """Let the requests in, each at its instant."""
        row = 0
        for block in self.experiment.requests():
            for request in rows_of(block):
                yield self.clock.at(request[0], ARRIVAL)
                self.busy += 1
                newest = self.experiment.ledger.newest(request[1])
                self.clock.process(self.serve(row, Request(request, newest)))
                row += 1
                if row % SHARE_EVERY == 0:
                    self.progress(seconds(request[0]) / self.scenario.workload.duration_s)
        self.arriving = False

    def hand_over(self) -> None:
        """Pass on the request table in the order of arrival."""
        recorder = Recorder(Requests, self.experiment.keep)
        for row in range(len(self.finished)):
            recorder.add(*self.finished[row])
        recorder.flush()

    # --- one request ---------------------------------------------------------------------

    def serve(self, row: int, request: Request) -> Process:
        """Attempts at a request until one succeeds or no retry is left."""
        client = self.scenario.client
        for attempt in range(client.retries + 1):
            if attempt:
                yield from self.pause(nanoseconds(client.backoff_s), WAKE)
            outcome, value = yield from self.attempt(self.activity(request))
            if value is not None:
                break
        self.finish(row, request, outcome, value)

    def activity(self, request: Request) -> Activity:
        """The strategy's rules for a request, on its node."""
        strategy = self.experiment.nodes[request.node]
        if request.write:
            return Activity(strategy.write(request.key, fx.Value(None)))
        return Activity(strategy.read(request.key))

    def attempt(self, activity: Activity) -> Process:
        """One attempt, given up after the client's timeout; its work goes on all the same."""
        if self.timeout_ns is None:
            return (yield from self.outcome(activity))
        settled = self.clock.event()
        self.clock.process(self.race(activity, settled))
        timer = self.clock.at(self.clock.now + self.timeout_ns, WAKE)
        timer.callbacks.append(lambda _: settle(settled, (CODE["timeout"], None)))  # type: ignore[union-attr]
        return (yield settled)

    def race(self, activity: Activity, settled: simpy.Event) -> Process:
        """An attempt that may end after its client has gone."""
        self.busy += 1
        answer = yield from self.outcome(activity)
        self.busy -= 1
        settle(settled, answer)

    def outcome(self, activity: Activity) -> Process:
        """How an attempt ended: the outcome's code, and the value or None."""
        try:
            value = yield from self.perform(activity)
        except fx.ServiceError as error:
            return failure_outcome(error), None
        return activity.course.read_outcome(), value

    def finish(self, row: int, request: Request, outcome: int, value: fx.Value | None) -> None:
        """Acknowledge a write, judge a read, and note the request's row."""
        self.busy -= 1
        now, ledger = self.clock.now, self.experiment.ledger
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
            outcome,
            now - request.at_ns,
            version,
            behind,
            age_ns,
        )

    # --- rules and their effects ---------------------------------------------------------

    def start(self, activity: Activity) -> None:
        """Begin background work."""
        self.busy += 1
        self.clock.process(self.background(activity))

    def background(self, activity: Activity) -> Process:
        """Work that nobody waits for; its failure is nobody's failure."""
        try:
            yield from self.perform(activity)
        except fx.ServiceError:
            pass
        self.busy -= 1

    def perform(self, activity: Activity) -> Process:
        """Carry out one effect after the other until the rules return."""
        rules = activity.rules
        try:
            effect = next(rules)
            while True:
                try:
                    answer = yield from self.effects[type(effect)](activity, effect)
                except fx.ServiceError as error:
                    effect = rules.throw(error)
                else:
                    effect = rules.send(answer)
        except StopIteration as stop:
            return stop.value

    def pause(self, span_ns: int, rank: int) -> Process:
        """Let time pass; nothing happens, not even an event, when there is none to pass."""
        if span_ns:
            yield self.clock.at(self.clock.now + span_ns, rank)

    def at_cache(self) -> Process:
        """The way to the cache server, and its one thread's time."""
        yield from self.pause(self.half_ns, EFFECT)
        if self.cache_ns:
            with self.cache_thread.request() as turn:
                yield turn
                yield from self.pause(self.cache_ns, EFFECT)

    def get(self, activity: Activity, effect: fx.Get) -> Process:
        """Look up; takes effect half-way."""
        yield from self.at_cache()
        entry = self.store.get(effect.key, self.clock.now)
        activity.course.note(entry, seconds(self.clock.now))
        yield from self.pause(self.half_ns, ANSWER)
        return entry

    def set(self, activity: Activity, effect: fx.Set) -> Process:
        """Put in; takes effect half-way."""
        yield from self.at_cache()
        value = self.store.set(effect, self.clock.now)
        yield from self.pause(self.half_ns, ANSWER)
        return value

    def delete(self, activity: Activity, effect: fx.Delete) -> Process:
        """Remove; takes effect half-way."""
        yield from self.at_cache()
        found = self.store.delete(effect.key, self.clock.now)
        yield from self.pause(self.half_ns, ANSWER)
        return found

    def load(self, activity: Activity, effect: fx.Load) -> Process:
        """Read one row."""
        values = yield from self.load_many(activity, fx.LoadMany((effect.key,)))
        return values[0]

    def load_many(self, activity: Activity, effect: fx.LoadMany) -> Process:
        """Read rows in one statement."""
        activity.course.loaded = True
        in_flight = self.experiment.flights.begin(effect.keys) * (not effect.all_ahead)
        ahead = len(effect.keys) - (not effect.all_ahead)
        statement = (effect.keys[0], 0, len(effect.keys), ahead, in_flight)
        service_ns = self.experiment.times.read()
        try:
            return (yield from self.statement(statement, service_ns, self.reader(effect)))
        except fx.ServiceError:
            activity.course.loaded = False
            activity.course.load_failed = True
            raise
        finally:
            self.experiment.flights.end(effect.keys)

    def reader(self, effect: fx.LoadMany) -> Callable[[float], list[fx.Value]]:
        """Reads the rows as they are when it is called."""
        rows = self.experiment.rows
        return lambda cost_s: [rows.read(key, cost_s) for key in effect.keys]

    def store_one(self, activity: Activity, effect: fx.Store) -> Process:
        """Write one row."""
        commit = self.experiment.rows.commit
        return (
            yield from self.statement(
                (effect.key, 1, 1, 0, 0),
                self.experiment.times.write(),
                lambda _: commit(effect.key, effect.value),
            )
        )

    def store_many(self, activity: Activity, effect: fx.StoreMany) -> Process:
        """Write rows in one statement."""
        commit, rows = self.experiment.rows.commit, effect.rows

        def commit_all(_: float) -> None:
            for key, value in rows:
                commit(key, value)

        statement = (rows[0][0], 1, len(rows), 0, 0)
        yield from self.statement(statement, self.experiment.times.write(), commit_all)

    def statement(
        self, statement: tuple[int, ...], service_ns: int, do: Callable[[float], Any]
    ) -> Process:
        """One statement: wait for a connection, be served, note it."""
        joined_ns = self.clock.now
        if self.pool is None:
            return (yield from self.service((*statement, 0), joined_ns, service_ns, do))
        if self.refuses():
            self.note((*statement, len(self.pool.queue)), joined_ns, joined_ns, refused=1)
            raise fx.QueueFull
        with self.pool.request() as connection:
            statement = (*statement, len(self.pool.queue))
            yield connection
            return (yield from self.service(statement, joined_ns, service_ns, do))

    def refuses(self) -> bool:
        """Are all connections taken and all places in the queue too?"""
        limit, pool = self.scenario.database.queue_limit, self.pool
        if limit is None or pool is None or pool.count < pool.capacity:
            return False
        return len(pool.queue) >= limit

    def service(
        self, statement: tuple[int, ...], joined_ns: int, service_ns: int, do: Callable[[float], Any]
    ) -> Process:
        """The database's work on a statement; a write takes effect at its end."""
        started_ns = self.clock.now
        early = self.scenario.database.snapshot == "start" and not statement[1]
        cost_s = seconds(service_ns)
        if early and started_ns > joined_ns:
            yield self.clock.at(started_ns, START)
        answer = do(cost_s) if early else None
        if service_ns or started_ns > joined_ns:
            yield self.clock.at(started_ns + service_ns, DONE)
        self.note(statement, joined_ns, started_ns)
        return answer if early else do(cost_s)

    def note(
        self, statement: tuple[int, ...], joined_ns: int, started_ns: int, refused: int = 0
    ) -> None:
        """A statement's row in the log."""
        times = (joined_ns, started_ns, self.clock.now)
        self.experiment.statements.add(*times, *statement, refused)

    def sleep(self, activity: Activity, effect: fx.Sleep) -> Process:
        """Let time pass; standing work that sleeps does not keep a run alive."""
        if activity.standing:
            self.busy -= 1
        yield self.clock.at(self.clock.now + nanoseconds(effect.for_s), WAKE)
        if activity.standing:
            self.busy += 1
            if self.closing:
                self.busy -= 1
                yield self.clock.event()

    def now(self, activity: Activity, effect: fx.Now) -> Process:
        """The time."""
        yield from ()
        return seconds(self.clock.now)

    def spawn(self, activity: Activity, effect: fx.Spawn) -> Process:
        """Background work."""
        yield from ()
        activity.course.refreshed |= effect.refreshes
        self.start(Activity(effect.rules))

    def wait(self, activity: Activity, effect: fx.Wait) -> Process:
        """Wait for a signal."""
        signal = effect.signal
        activity.course.waited = True
        if signal.fired:
            return signal.value
        signal.driver_event = signal.driver_event or self.clock.event()
        return (yield signal.driver_event)

    def fire(self, activity: Activity, effect: fx.Fire) -> Process:
        """Wake all who wait."""
        yield from ()
        signal = effect.signal
        signal.fired, signal.value = True, effect.value
        if signal.driver_event is not None:
            signal.driver_event.succeed(effect.value)


def eviction(experiment: Experiment) -> Any:
    """The eviction policy of the scenario."""
    scenario = experiment.scenario
    if scenario.cache.capacity_entries is None:
        return Unlimited()
    return EVICTIONS[scenario.cache.eviction](plain_stream(scenario.seed, "eviction"))


def settle(settled: simpy.Event, answer: tuple[int, fx.Value | None]) -> None:
    """The first to settle decides."""
    if not settled.triggered:
        settled.succeed(answer)


def nanoseconds_or_none(span_s: float | None) -> int | None:
    """A span in nanoseconds where there is one."""
    return None if span_s is None else nanoseconds(span_s)


def rows_of(columns: Any) -> Iterator[Any]:
    """The rows of a table."""
    return zip(*(column.tolist() for column in columns), strict=True)
