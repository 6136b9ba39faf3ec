"""Performs effects by callbacks: an effect that takes time is an event, not a process.

The cache's thread and the database's pool know a request's turn when it joins, so an operation
costs one event where it takes effect and one where its answer arrives.
"""

from collections.abc import Callable
from typing import Any

from simulator.clock import ANSWER, AT_ONCE, DONE, GRANTED, START, WAKE, nanoseconds, seconds
from simulator.clock import EFFECT as EFFECT_RANK
from simulator.experiment import Experiment
from simulator.fast import kernel as k
from simulator.fast.memory import Mirrored
from simulator.fast.station import Station, Turn
from simulator.outcome import Course
from strategies import effects as fx

LATER = object()
"""The answer of an effect that takes time: the activity is resumed by an event."""


class Activity:
    """One run of a strategy's rules: an attempt at a request, or background work."""

    __slots__ = ("course", "request", "rules", "settled", "standing")

    def __init__(self, rules: fx.Rules[Any], request: Any = None, standing: bool = False) -> None:
        """`standing` work goes on for ever and ends with the run."""
        self.rules = rules
        self.request = request
        self.standing = standing
        self.course = Course()
        self.settled = False


class Statement:
    """A statement on its way through the database."""

    __slots__ = ("activity", "answer", "cost_s", "do", "joined_ns", "loads", "row", "turn")

    def __init__(
        self, activity: Activity, row: tuple[int, ...], do: Callable[[float], Any]
    ) -> None:
        """`row` is its part of the log, `do` what it does there at the cost it is told."""
        self.activity, self.row, self.do = activity, row, do
        self.loads: tuple[fx.Key, ...] = ()
        self.answer: Any = LATER


Ended = Callable[[Activity, Any, fx.ServiceError | None], None]


class Performer:
    """Steps rules, effect by effect, and tells `ended` when they return or fail."""

    def __init__(self, experiment: Experiment, store: Mirrored, walk: Any, ended: Ended) -> None:
        """`walk` is the kernel's: its rules, its cache thread, its next request."""
        self.experiment, self.clock = experiment, experiment.clock
        self.store, self.walk, self.ended = store, walk, ended
        database = experiment.scenario.database
        self.pool = (
            Station(database.connections, database.queue_limit) if database.connections else None
        )
        self.early = database.snapshot == "start"
        self.half_ns, self.cache_ns = int(walk[k.HALF]), int(walk[k.SERVICE])
        self.busy = 0
        self.closing = False
        self.alone = True
        """Nothing else is to be done at this instant after the activity that goes on."""
        self.effects: dict[type[Any], Callable[[Activity, Any], Any]] = {
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

    def start(self, activity: Activity) -> None:
        """Begin background work, as soon as what is being done now has come to a wait."""
        self.busy += 1
        self.clock.call_at(self.clock.moment[0], AT_ONCE, self.resume, (activity, None))

    def resume(self, job: tuple[Activity, Any]) -> None:
        """An effect's answer has come."""
        self.go_on(*job)

    def go_on(self, activity: Activity, answer: Any) -> None:
        """Carry out one effect after the other until one takes time or the rules return."""
        rules, effects = activity.rules, self.effects
        move: Callable[[Any], Any] = rules.send
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

    def at_cache(
        self, activity: Activity, do: Callable[[Activity, Any], Any], effect: fx.Effect
    ) -> Any:
        """An operation of the cache: its turn is known at once, its effect comes then."""
        now_ns = self.clock.moment[0]
        effect_ns = now_ns + self.half_ns
        if self.cache_ns:
            effect_ns = max(effect_ns, self.walk[k.FREE]) + self.cache_ns
            self.walk[k.FREE] = effect_ns
        if self.undisturbed(effect_ns, EFFECT_RANK):
            return self.answered(activity, do(activity, effect))
        self.clock.call_at(effect_ns, EFFECT_RANK, self.effective, (activity, do, effect))
        return LATER

    def undisturbed(self, until_ns: int, rank: int) -> bool:
        """Is there nothing else up to then? If so, it is then."""
        if until_ns == self.clock.moment[0]:
            return True
        calm = self.alone and until_ns < self.walk[k.NEXT]
        if not calm or until_ns >= self.clock.next_moment()[0]:
            return False
        self.clock.go_to((until_ns, rank, self.clock.scheduled))
        return True

    def effective(self, job: tuple[Activity, Callable[[Activity, Any], Any], Any]) -> None:
        """An operation takes effect."""
        activity, do, effect = job
        self.go_on(activity, self.answered(activity, do(activity, effect)))

    def answered(self, activity: Activity, answer: Any) -> Any:
        """An operation took effect; its answer has half a round trip to go."""
        answer_ns = self.clock.moment[0] + self.half_ns
        if self.undisturbed(answer_ns, ANSWER):
            return answer
        self.clock.call_at(answer_ns, ANSWER, self.resume, (activity, answer))
        return LATER

    def get(self, activity: Activity, effect: fx.Get) -> Any:
        """Look up."""
        return self.at_cache(activity, self.look, effect)

    def look(self, activity: Activity, effect: fx.Get) -> Any:
        """What the cache has now."""
        now_ns = self.clock.moment[0]
        entry = self.store.get(effect.key, now_ns)
        activity.course.note(entry, seconds(now_ns))
        return entry

    def set(self, activity: Activity, effect: fx.Set) -> Any:
        """Put in."""
        return self.at_cache(activity, self.put, effect)

    def put(self, _: Activity, effect: fx.Set) -> Any:
        """Put in now."""
        return self.store.set(effect, self.clock.moment[0])

    def delete(self, activity: Activity, effect: fx.Delete) -> Any:
        """Remove."""
        return self.at_cache(activity, self.drop, effect)

    def drop(self, _: Activity, effect: fx.Delete) -> Any:
        """Remove now."""
        return self.store.delete(effect.key, self.clock.moment[0])

    def load(self, activity: Activity, effect: fx.Load) -> Any:
        """Read one row."""
        rows, key = self.experiment.rows, effect.key
        return self.read(activity, (key,), 0, lambda cost_s: rows.read(key, cost_s))

    def load_many(self, activity: Activity, effect: fx.LoadMany) -> Any:
        """Read rows in one statement."""
        rows, keys = self.experiment.rows, effect.keys
        ahead = len(keys) - (not effect.all_ahead)
        return self.read(
            activity, keys, ahead, lambda cost_s: [rows.read(key, cost_s) for key in keys]
        )

    def read(
        self,
        activity: Activity,
        keys: tuple[fx.Key, ...],
        ahead: int,
        do: Callable[[float], Any],
    ) -> Any:
        """A statement that reads, and that is a load of its keys while it lasts."""
        activity.course.loaded = True
        in_flight = self.experiment.flights.begin(keys) * (ahead < len(keys))
        statement = Statement(activity, (keys[0], 0, len(keys), ahead, in_flight), do)
        statement.loads = keys
        try:
            return self.state(statement, self.experiment.times.read())
        except fx.ServiceError:
            self.experiment.flights.end(keys)
            activity.course.loaded, activity.course.load_failed = False, True
            raise

    def store_one(self, activity: Activity, effect: fx.Store) -> Any:
        """Write one row."""
        commit, key, value = self.experiment.rows.commit, effect.key, effect.value
        statement = Statement(activity, (key, 1, 1, 0, 0), lambda _: commit(key, value))
        return self.state(statement, self.experiment.times.write())

    def store_many(self, activity: Activity, effect: fx.StoreMany) -> Any:
        """Write rows in one statement."""
        commit, rows = self.experiment.rows.commit, effect.rows

        def commit_all(_: float) -> None:
            for key, value in rows:
                commit(key, value)

        statement = Statement(activity, (rows[0][0], 1, len(rows), 0, 0), commit_all)
        return self.state(statement, self.experiment.times.write())

    def state(self, statement: Statement, service_ns: int) -> Any:
        """Put a statement to the database: its turn is known at once, its end is an event."""
        clock, now_ns = self.clock, self.clock.moment[0]
        statement.joined_ns, statement.cost_s = now_ns, seconds(service_ns)
        turn = self.turn(service_ns)
        if not isinstance(turn, Turn):
            statement.turn = Turn(now_ns, now_ns, turn)
            self.note(statement, refused=1)
            raise fx.QueueFull
        statement.turn = turn
        if turn.done_ns == now_ns:
            return self.complete(statement)
        clock.call_at(turn.done_ns, DONE, self.served, statement)
        if self.early and not statement.row[1]:
            if turn.start_ns > now_ns:
                clock.call_at(turn.start_ns, START, self.snapshot, statement)
            else:
                self.snapshot(statement)
        return LATER

    def turn(self, service_ns: int) -> Turn | int:
        """When a statement that joins now is served; if it is refused, how many wait."""
        clock = self.clock
        if self.pool is None:
            return Turn(clock.moment[0], clock.moment[0] + service_ns, 0)
        return self.pool.join(clock.moment, service_ns, clock.scheduled)

    def snapshot(self, statement: Statement) -> None:
        """Its service begins: a load that takes the row early takes it now."""
        statement.answer = statement.do(statement.cost_s)

    def served(self, statement: Statement) -> None:
        """Its service is over."""
        self.go_on(statement.activity, self.complete(statement))

    def complete(self, statement: Statement) -> Any:
        """Note it, let it take effect unless it has, and answer."""
        self.note(statement)
        if statement.answer is LATER:
            statement.answer = statement.do(statement.cost_s)
        if statement.loads:
            self.experiment.flights.end(statement.loads)
        return statement.answer

    def note(self, statement: Statement, refused: int = 0) -> None:
        """A statement's row in the log."""
        turn = statement.turn
        self.experiment.statements.add(
            statement.joined_ns, turn.start_ns, turn.done_ns, *statement.row, turn.queued, refused
        )

    def sleep(self, activity: Activity, effect: fx.Sleep) -> Any:
        """Let time pass; standing work that sleeps does not keep a run alive."""
        self.busy -= activity.standing
        wake_ns = self.clock.moment[0] + nanoseconds(effect.for_s)
        self.clock.call_at(wake_ns, WAKE, self.awake, activity)
        return LATER

    def awake(self, activity: Activity) -> None:
        """The time has passed; standing work does not wake any more when the run closes."""
        if activity.standing:
            if self.closing:
                return
            self.busy += 1
        self.go_on(activity, None)

    def now(self, activity: Activity, effect: fx.Now) -> float:
        """The time."""
        return seconds(self.clock.moment[0])

    def spawn(self, activity: Activity, effect: fx.Spawn) -> None:
        """Background work."""
        activity.course.refreshed |= effect.refreshes
        self.start(Activity(effect.rules))

    def wait(self, activity: Activity, effect: fx.Wait) -> Any:
        """Wait for a signal."""
        signal = effect.signal
        activity.course.waited = True
        if signal.fired:
            return signal.value
        if signal.driver_event is None:
            signal.driver_event = []
        signal.driver_event.append(activity)
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
            self.go_on(activity, signal.value)
        self.alone = True
