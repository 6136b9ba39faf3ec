"""Performs effects by callbacks: an effect that takes time is an event, not a process.

The cache's thread and the database's pool know a request's turn when it joins, so an operation
costs one event where it takes effect and one where its answer arrives.
"""

from collections.abc import Callable
from typing import Any

from simulator.cache.operations import Operations
from simulator.clock import ANSWER, AT_ONCE, DONE, GRANTED, START, WAKE, nanoseconds, seconds
from simulator.clock import EFFECT as EFFECT_RANK
from simulator.experiment import Experiment
from simulator.fast import layout as k
from simulator.fast.memory import Memory
from simulator.fast.station import Station
from simulator.fast.weather import Weather
from simulator.outcome import Course
from simulator.statement import STATEMENTS, Statement
from simulator.under_way import UnderWay
from strategies import effects as fx

LATER = object()
"""The answer of an effect that takes time: the activity is resumed by an event."""


class Activity:
    """One run of a strategy's rules: an attempt at a request, or background work."""

    __slots__ = (
        *("attempt", "course", "dead", "deaf", "idle", "node", "request", "rules", "standing"),
        "waits",
    )

    def __init__(
        self,
        rules: fx.Rules[Any],
        node: int | None = None,
        request: Any = None,
        standing: bool = False,
        course: Course | None = None,
    ) -> None:
        """`standing` work goes on for ever and ends with the run; `course` is who waits for it.

        `node` is whose process it dies with, None if with nobody's.
        """
        self.rules = rules
        self.node = node
        self.request = request
        self.standing = standing
        self.course = course or Course()
        self.attempt: Any = None
        self.dead = self.deaf = self.waits = self.idle = False


Ended = Callable[[Activity, Any, fx.ServiceError | None], None]

Job = tuple[Activity, Any, int]
"""An operation of the cache: whose, what was asked, and when it was sent."""


class Performer(UnderWay):
    """Steps rules, effect by effect, and tells `ended` when they return or fail."""

    def __init__(self, experiment: Experiment, store: Memory, walk: Any, ended: Ended) -> None:
        """`walk` is the kernel's: its rules, its cache thread, its next request."""
        super().__init__()
        self.experiment, self.clock = experiment, experiment.clock
        self.store, self.walk, self.ended = store, walk, ended
        self.operations = Operations(experiment, store).by_kind
        self.conditions = experiment.conditions
        self.usual_cache = self.conditions.usual_cache
        self.weather = Weather(self.clock, self.conditions, walk, self.land)
        database = experiment.scenario.database
        self.pool: Any = None
        if database.connections:
            self.pool = Station(database.connections, database.queue_limit, self.conditions)
        self.early = database.snapshot == "start"
        self.half_ns, self.cache_ns = int(walk[k.HALF]), int(walk[k.SERVICE])
        self.alone = True
        """Nothing else is to be done at this instant after the activity that goes on."""
        self.effects: dict[type[Any], Callable[[Activity, Any], Any]] = {
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
        """Begin background work, or go on with rules that are thrown some news.

        As soon as what is being done now has come to a wait.
        """
        self.enter(activity)
        first = (activity, None) if news is None else (activity, news, activity.rules.throw)
        self.clock.call_at(self.clock.moment[0], AT_ONCE, self.resume, first)

    def enter(self, activity: Activity) -> None:
        """Something is under way, on some node."""
        self.count(activity, 1)
        if self.experiment.nodes_die:
            self.under_way[activity] = None

    def leave(self, activity: Activity) -> None:
        """It is over."""
        self.count(activity, -1)
        self.under_way.pop(activity, None)

    def resume(self, job: tuple[Any, ...]) -> None:
        """An effect's answer has come."""
        self.go_on(*job)

    def go_on(self, activity: Activity, answer: Any, move: Any = None) -> None:
        """Carry out one effect after the other until one takes time or the rules return."""
        if activity.deaf:
            return self.unheard(activity, answer)
        rules, effects = activity.rules, self.effects
        move = move or rules.send
        while answer is not LATER:
            try:
                effect = move(answer)
            except StopIteration as stop:
                return self.ended(activity, stop.value, None)
            except fx.ServiceError as error:
                return self.ended(activity, None, error)
            try:
                answer, move = effects[type(effect)](activity, effect), rules.send
            except fx.ServiceError as error:
                answer, move = error, rules.throw
        return None

    def unheard(self, activity: Activity, answer: Any) -> None:
        """An answer has come for rules that do not hear any more."""
        if answer is not LATER and not activity.dead:
            self.leave(activity)

    def at_cache(self, activity: Activity, effect: Any) -> Any:
        """An operation of the cache: its turn is known at once, its effect comes then."""
        now_ns = self.clock.moment[0]
        half_ns = self.half_ns if self.usual_cache else self.conditions.half_ns(now_ns)
        job = (activity, effect, now_ns)
        if self.cache_ns and self.weather.disordered and half_ns:
            self.weather.send(job, now_ns + half_ns)
            return LATER
        effect_ns = self.turn(now_ns + half_ns)
        if self.undisturbed(effect_ns, EFFECT_RANK):
            return self.done(*job)
        self.clock.call_at(effect_ns, EFFECT_RANK, self.effective, job)
        return LATER

    def turn(self, there_ns: int) -> int:
        """When an operation takes effect that joins the thread's queue then."""
        if not self.cache_ns:
            return there_ns
        effect_ns: int = max(there_ns, self.walk[k.FREE]) + self.cache_ns
        self.walk[k.FREE] = effect_ns
        return effect_ns

    def land(self, job: Job, there_ns: int) -> None:
        """An operation joins the thread's queue then."""
        self.clock.call_at(self.turn(there_ns), EFFECT_RANK, self.effective, job)

    def undisturbed(self, until_ns: int, rank: int) -> bool:
        """Is there nothing else up to then? If so, it is then."""
        if until_ns == self.clock.moment[0]:
            return True
        calm = self.alone and until_ns < self.walk[k.NEXT]
        if not calm or until_ns >= self.clock.next_moment()[0]:
            return False
        self.clock.go_to((until_ns, rank, self.clock.scheduled))
        return True

    def effective(self, job: Job) -> None:
        """An operation takes effect, or fails."""
        try:
            answer = self.done(*job)
        except fx.CacheUnavailable as error:
            self.go_on(job[0], error, job[0].rules.throw)
        else:
            self.go_on(job[0], answer)

    def done(self, activity: Activity, effect: Any, sent_ns: int) -> Any:
        """An operation takes effect; its answer has half a round trip to go."""
        if self.usual_cache:
            answer = self.operations[type(effect)](activity, effect)
            return self.answered(activity, answer, self.half_ns)
        failed_ns = self.conditions.failed_ns(sent_ns, self.clock.moment[0])
        if failed_ns is None:
            answer = self.operations[type(effect)](activity, effect)
            return self.answered(activity, answer, self.conditions.half_ns(sent_ns))
        if failed_ns > self.clock.moment[0]:
            self.clock.call_at(failed_ns, ANSWER, self.fail, (activity, effect))
            return LATER
        activity.course.miss_cache(effect)
        raise fx.CacheUnavailable

    def fail(self, job: tuple[Activity, Any]) -> None:
        """An operation has failed, and its sender learns of it."""
        activity, effect = job
        activity.course.miss_cache(effect)
        self.go_on(activity, fx.CacheUnavailable(), activity.rules.throw)

    def answered(self, activity: Activity, answer: Any, half_ns: int) -> Any:
        """An operation took effect; its answer has half a round trip to go."""
        answer_ns = self.clock.moment[0] + half_ns
        if self.undisturbed(answer_ns, ANSWER):
            return answer
        self.clock.call_at(answer_ns, ANSWER, self.resume, (activity, answer))
        return LATER

    def bypass(self, activity: Activity, effect: fx.Bypass) -> None:
        """Note what the node goes on with instead of the cache's answer."""
        activity.course.pass_by(effect.entry, seconds(self.clock.moment[0]))

    def state(self, activity: Activity, effect: Any) -> Any:
        """Put a statement to the database: its turn is known at once, its end is an event."""
        statement = STATEMENTS[type(effect)](self.experiment, effect)
        statement.join(self.experiment)
        course, loads = activity.course, statement.loads
        course.begin_load(loads)
        refusal = self.refusal(statement)
        if refusal is not None:
            statement.note(self.experiment, refused=1)
            self.experiment.flights.end(loads)
            course.fail_load(loads)
            raise refusal
        late = statement.waited or statement.started_ns > statement.joined_ns
        if not late and not statement.service_ns:
            return self.complete(statement, LATER)
        self.await_turn(activity, statement)
        return LATER

    def refusal(self, statement: Statement) -> fx.DatabaseRefused | None:
        """Why the database does not take a statement; None if it does, and its turn is known."""
        now_ns = self.clock.moment[0]
        if self.conditions.closed and self.conditions.refuses(now_ns):
            return fx.DatabaseRefused()
        if self.pool is None:
            statement.start(self.experiment, now_ns)
            return None
        turn = self.pool.join(self.clock.moment, statement.service_ns, statement.ticket)
        statement.waited = turn.queued
        statement.started_ns, statement.service_ns = turn.start_ns, turn.service_ns
        return fx.QueueFull() if turn.refused else None

    def await_turn(self, activity: Activity, statement: Statement) -> None:
        """Schedule its end, or first its start if that is when it reads its row."""
        start_ns, ticket = statement.started_ns, statement.ticket
        if not (self.early and statement.loads):
            job = (activity, statement, LATER)
            self.clock.call_at(start_ns + statement.service_ns, DONE, self.served, job, ticket)
        elif statement.waited or start_ns > statement.joined_ns:
            self.clock.call_at(start_ns, START, self.serve, (activity, statement), ticket)
        else:
            self.serve((activity, statement))

    def serve(self, job: tuple[Activity, Statement]) -> None:
        """Its service begins: the row is read now."""
        activity, statement = job
        done_ns = statement.started_ns + statement.service_ns
        found = (activity, statement, statement.take_effect())
        self.clock.call_at(done_ns, DONE, self.served, found, statement.ticket)

    def served(self, job: tuple[Activity, Statement, Any]) -> None:
        """Its service is over."""
        activity, statement, answer = job
        try:
            answer = self.complete(statement, answer)
        except fx.RowRejected as error:
            self.go_on(activity, error, activity.rules.throw)
        else:
            self.go_on(activity, answer)

    def complete(self, statement: Statement, answer: Any) -> Any:
        """Note it, let it take effect unless it has, and answer."""
        statement.note(self.experiment)
        if answer is LATER:
            answer = statement.take_effect()
        self.experiment.flights.end(statement.loads)
        return answer

    def give_up(self, _: Activity, effect: fx.GiveUp) -> None:
        """Note that a write is lost."""
        self.experiment.give_up(effect)

    def sleep(self, activity: Activity, effect: fx.Sleep) -> Any:
        """Let time pass; standing work that sleeps does not keep a run alive."""
        activity.course.waited = True
        self.standing -= activity.standing
        activity.idle = activity.standing
        wake_ns = self.clock.moment[0] + nanoseconds(effect.for_s)
        self.clock.call_at(wake_ns, WAKE, self.awake, activity)
        return LATER

    def awake(self, activity: Activity) -> None:
        """The time has passed; standing work does not wake any more when the run closes."""
        if activity.idle and not activity.dead:
            if self.closing:
                return
            self.standing += 1
            activity.idle = False
        self.go_on(activity, None)

    def now(self, activity: Activity, effect: fx.Now) -> float:
        """The time."""
        return seconds(self.clock.moment[0])

    def spawn(self, activity: Activity, effect: fx.Spawn) -> None:
        """Background work."""
        activity.course.refreshed |= effect.refreshes
        node = None if effect.outlives_node else activity.node
        course = activity.course if effect.awaited else None
        self.start(Activity(effect.rules, node, course=course))

    def wait(self, activity: Activity, effect: fx.Wait) -> Any:
        """Wait for a signal."""
        signal = effect.signal
        if signal.fired:
            activity.course.hear(signal.value)
            return signal.value
        if signal.driver_event is None:
            signal.driver_event = []
        signal.driver_event.append(activity)
        activity.waits = True
        return LATER

    def fire(self, activity: Activity, effect: fx.Fire) -> None:
        """Wake all who wait."""
        signal = effect.signal
        signal.fired, signal.value = True, effect.value
        if signal.driver_event:
            self.clock.call_at(self.clock.moment[0], GRANTED, self.wake_all, signal)

    def wake_all(self, signal: fx.Signal) -> None:
        """Those who waited go on, in the order in which they came, all at this instant."""
        self.alone = False
        for activity in signal.driver_event:
            activity.waits = False
            activity.course.hear(signal.value)
            self.go_on(activity, signal.value)
        self.alone = True
