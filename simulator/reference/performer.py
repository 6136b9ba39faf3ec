"""Performs effects as parts of SimPy processes, on SimPy resources, one readable step at a time."""

from collections.abc import Callable, Generator
from contextlib import suppress
from typing import Any

import simpy

from simulator.cache.eviction.policy import Eviction
from simulator.cache.eviction.shelf import EVICTIONS
from simulator.cache.guard import Guard
from simulator.cache.operations import Operations
from simulator.cache.store import Store as CacheStore
from simulator.clock import ANSWER, DONE, EFFECT, START, WAKE, nanoseconds, seconds
from simulator.experiment import Experiment
from simulator.outcome import Course
from simulator.statement import STATEMENTS, Statement
from simulator.under_way import UnderWay
from strategies import effects as fx

Process = Generator[simpy.Event, Any, Any]
"""A SimPy process, or a part of one."""


class Activity:
    """One run of a strategy's rules: an attempt at a request, or background work."""

    def __init__(
        self,
        rules: fx.Rules[Any],
        node: int | None = None,
        standing: bool = False,
        course: Course | None = None,
    ) -> None:
        """`standing` work goes on for ever and ends with the run; `course` is who waits for it.

        `node` is whose process it dies with, None if with nobody's.
        """
        self.rules = rules
        self.node = node
        self.standing = standing
        self.course = course or Course()
        self.dead = self.deaf = self.waits = self.idle = False


class Performer(UnderWay):
    """Carries out the effects that rules ask for."""

    def __init__(self, experiment: Experiment) -> None:
        """Build the servers."""
        super().__init__()
        scenario = experiment.scenario
        self.experiment, self.scenario, self.clock = experiment, scenario, experiment.clock
        room = experiment.room()
        policy = (
            EVICTIONS[scenario.cache.eviction](experiment.terms()) if room.limited else Eviction()
        )
        self.store = CacheStore(room, policy, experiment.ledger, experiment.counters)
        if experiment.nodes[0].guards_entries:
            self.store.guard = Guard(experiment.nodes[0], self.begin)
        self.operations = Operations(experiment, self.store).by_kind
        self.cache_ns = nanoseconds(scenario.cache.service_s)
        self.cache_thread = simpy.Resource(self.clock, 1)
        connections = scenario.database.connections
        self.pool = simpy.Resource(self.clock, connections) if connections else None
        self.effects: dict[type[Any], Callable[[Activity, Any], Process]] = {
            **dict.fromkeys(self.operations, self.at_cache),
            fx.Bypass: self.bypass,
            fx.Load: self.state,
            fx.LoadMany: self.state,
            fx.Store: self.state,
            fx.StoreMany: self.state,
            fx.GiveUp: self.give_up,
            fx.Sleep: self.sleep,
            fx.Now: self.now,
            fx.Spawn: self.spawn,
            fx.Wait: self.wait,
            fx.Fire: self.fire,
        }

    def begin(
        self, rules: fx.Rules[Any], node: int | None = None, *, standing: bool = False
    ) -> None:
        """Begin background work on a node, or on none."""
        self.start(Activity(rules, node, standing=standing))

    def start(self, activity: Activity, news: fx.ClientGone | None = None) -> None:
        """Begin background work, or go on with rules that are thrown some news."""
        self.clock.process(self.background(self.enter(activity), news))

    def enter(self, activity: Activity) -> Activity:
        """Something is under way, on some node."""
        self.count(activity, 1)
        self.under_way[activity] = None
        return activity

    def leave(self, activity: Activity) -> None:
        """It is over; if its process has died, it was before."""
        if not activity.dead:
            del self.under_way[activity]
            self.count(activity, -1)

    def background(self, activity: Activity, news: fx.ClientGone | None = None) -> Process:
        """Work that nobody waits for; its failure is nobody's failure."""
        with suppress(fx.ServiceError):
            yield from self.perform(activity, news)
        self.leave(activity)

    def perform(self, activity: Activity, news: fx.ClientGone | None = None) -> Process:
        """Carry out one effect after the other until the rules return, or hear no more."""
        rules, send = activity.rules, activity.rules.send
        move: Callable[[Any], fx.Effect]
        try:
            effect = next(rules) if news is None else rules.throw(news)
            while True:
                try:
                    answer, move = (yield from self.effects[type(effect)](activity, effect)), send
                except fx.ServiceError as error:
                    answer, move = error, rules.throw
                if activity.deaf:
                    return None
                effect = move(answer)
        except StopIteration as stop:
            return stop.value

    def pause(self, span_ns: int, rank: int) -> Process:
        """Let time pass; nothing happens, not even an event, when there is none to pass."""
        if span_ns:
            yield self.clock.at(self.clock.now_ns + span_ns, rank)

    def at_cache(self, activity: Activity, effect: Any) -> Process:
        """An operation: to the server and back; it takes effect, or fails, half-way."""
        sent_ns, conditions = self.clock.now_ns, self.experiment.conditions
        half_ns = conditions.half_ns(sent_ns)
        yield from self.pause(half_ns, EFFECT)
        yield from self.turn()
        failed_ns = conditions.failed_ns(sent_ns, self.clock.now_ns)
        if failed_ns is not None:
            yield from self.pause(failed_ns - self.clock.now_ns, ANSWER)
            activity.course.miss_cache(effect)
            raise fx.CacheUnavailable
        answer = self.operations[type(effect)](activity, effect)
        yield from self.pause(half_ns, ANSWER)
        return answer

    def turn(self) -> Process:
        """The time of the server's one thread."""
        if self.cache_ns:
            with self.cache_thread.request() as turn:
                if not turn.triggered:
                    yield turn
                yield from self.pause(self.cache_ns, EFFECT)

    def bypass(self, activity: Activity, effect: fx.Bypass) -> Process:
        """Note what the node goes on with instead of the cache's answer."""
        yield from ()
        activity.course.pass_by(effect.entry, seconds(self.clock.now_ns))

    def state(self, activity: Activity, effect: Any) -> Process:
        """Put a statement to the database; a load is in flight while it lasts."""
        statement = STATEMENTS[type(effect)](self.experiment, effect)
        statement.join(self.experiment)
        activity.course.begin_load(statement.loads)
        try:
            return (yield from self.served(statement))
        except fx.ServiceError:
            activity.course.fail_load(statement.loads)
            raise
        finally:
            self.experiment.flights.end(statement.loads)

    def served(self, statement: Statement) -> Process:
        """Wait for a connection, be served."""
        pool = self.pool
        waiting = -1 if pool is None else len(pool.queue) - int(pool.capacity - pool.count)
        if self.experiment.conditions.refuses(self.clock.now_ns):
            raise self.refused(statement, 0, fx.DatabaseRefused())
        if pool is None or (waiting < 0 and statement.takes_no_time(self.experiment)):
            return (yield from self.service(statement))
        if self.is_full(waiting):
            raise self.refused(statement, waiting, fx.QueueFull())
        statement.waited = max(0, waiting + 1)
        with pool.request() as connection:
            if not connection.triggered:
                yield connection
            return (yield from self.service(statement))

    def is_full(self, waiting: int) -> bool:
        """Are all connections taken, and all places in the queue too?"""
        limit = self.scenario.database.queue_limit
        return limit is not None and waiting >= 0 and waiting >= limit

    def refused(
        self, statement: Statement, waiting: int, error: fx.ServiceError
    ) -> fx.ServiceError:
        """Note a statement that was turned away; answers with why."""
        statement.waited = waiting
        statement.note(self.experiment, refused=1)
        return error

    def service(self, statement: Statement) -> Process:
        """The database's work on it; it takes effect at its end, or a load at its start."""
        statement.start(self.experiment, self.clock.now_ns)
        started_ns = statement.started_ns
        late = bool(statement.waited) or started_ns > self.clock.now_ns
        early = self.scenario.database.snapshot == "start" and bool(statement.loads)
        if early and late:
            yield self.clock.at(started_ns, START, statement.ticket)
        answer = statement.take_effect() if early else None
        if statement.service_ns or late:
            yield self.clock.at(started_ns + statement.service_ns, DONE, statement.ticket)
        statement.note(self.experiment)
        return answer if early else statement.take_effect()

    def give_up(self, activity: Activity, effect: fx.GiveUp) -> Process:
        """Note that a write is lost."""
        yield from ()
        self.experiment.give_up(effect)

    def sleep(self, activity: Activity, effect: fx.Sleep) -> Process:
        """Let time pass; standing work that sleeps does not keep a run alive."""
        activity.course.waited = True
        self.standing -= activity.standing
        activity.idle = activity.standing
        yield self.clock.at(self.clock.now_ns + nanoseconds(effect.for_s), WAKE)
        if activity.idle and not activity.dead:
            if self.closing:
                yield self.clock.event()
            self.standing += 1
            activity.idle = False

    def now(self, activity: Activity, effect: fx.Now) -> Process:
        """The time."""
        yield from ()
        return seconds(self.clock.now_ns)

    def spawn(self, activity: Activity, effect: fx.Spawn) -> Process:
        """Background work."""
        yield from ()
        activity.course.refreshed |= effect.refreshes
        node = None if effect.outlives_node else activity.node
        course = activity.course if effect.awaited else None
        self.start(Activity(effect.rules, node, course=course))

    def wait(self, activity: Activity, effect: fx.Wait) -> Process:
        """Wait for a signal."""
        signal = effect.signal
        if not signal.fired:
            signal.driver_event = signal.driver_event or self.clock.event()
            activity.waits = True
            yield signal.driver_event
            activity.waits = False
        activity.course.hear(signal.value)
        return signal.value

    def fire(self, activity: Activity, effect: fx.Fire) -> Process:
        """Wake all who wait."""
        yield from ()
        signal = effect.signal
        signal.fired, signal.value = True, effect.value
        if signal.driver_event is not None:
            signal.driver_event.succeed(effect.value)
