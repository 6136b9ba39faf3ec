"""Performs effects in real time: the same rules as in the simulator, on an event loop."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, Protocol

from simulator.outcome import Course
from strategies import effects as fx


class Server(Protocol):
    """What performs the effects of one kind: the cache, the database."""

    async def perform(self, effect: Any) -> Any:
        """The answer to an effect; raises a ServiceError."""


class Activity:
    """One run of a strategy's rules: an attempt at a request, or background work."""

    def __init__(
        self, rules: fx.Rules[Any], node: int | None = None, course: Course | None = None
    ) -> None:
        """`node` is whose process it dies with, None if with nobody's.

        `course` is that of the read that waits for it.
        """
        self.rules, self.node = rules, node
        self.dead = self.deaf = False
        self.waiting: asyncio.Task[Any] | None = None
        self.resting = asyncio.Event()
        self.course = course or Course()


class Tasks:
    """Tasks under way. The first that fails by a bug makes `join` fail."""

    def __init__(self) -> None:
        """None yet."""
        self.running: set[asyncio.Task[Any]] = set()
        self.error: BaseException | None = None
        self.settled = asyncio.Event()
        """Set while none is under way, and once one has failed."""
        self.settled.set()

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """One more."""
        task = asyncio.create_task(work)
        self.running.add(task)
        if self.error is None:
            self.settled.clear()
        task.add_done_callback(self.end)
        return task

    def end(self, task: asyncio.Task[Any]) -> None:
        """One less."""
        self.running.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.error = self.error or task.exception()
        if self.error is not None or not self.running:
            self.settled.set()

    async def join(self, patience_s: float | None = None) -> None:
        """Wait until none is under way, or patience ends; raises what one has failed with."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                await self.settled.wait()
        if self.error is not None:
            raise self.error

    async def cancel(self) -> None:
        """End all that are under way."""
        for task in list(self.running):
            task.cancel()
        await asyncio.gather(*self.running, return_exceptions=True)


class Performer:
    """Carries out the effects that rules ask for."""

    def __init__(
        self,
        cache: Server,
        database: Server,
        now_s: Callable[[], float],
        give_up: Callable[[fx.GiveUp], None],
    ) -> None:
        """Two servers and a clock; `give_up` hears of writes that will never be stored."""
        self.cache, self.database, self.now_s = cache, database, now_s
        self.note_lost = give_up
        self.under_way: dict[Activity, None] = {}
        self.tasks, self.standing = Tasks(), Tasks()
        self.effects: dict[type[Any], Callable[[Activity, Any], Awaitable[Any]]] = {
            fx.Get: self.get,
            fx.Set: self.at_cache,
            fx.Delete: self.at_cache,
            fx.Acquire: self.at_cache,
            fx.Release: self.at_cache,
            fx.Flush: self.at_cache,
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

    async def perform(self, activity: Activity, news: fx.ClientGone | None = None) -> Any:
        """Carry out one effect after the other until the rules return, or hear no more.

        `news` are thrown into rules that go on with them.
        """
        rules, send = activity.rules, activity.rules.send
        move: Callable[[Any], fx.Effect]
        self.under_way[activity] = None
        try:
            effect = next(rules) if news is None else rules.throw(news)
            while True:
                try:
                    answer, move = await self.effects[type(effect)](activity, effect), send
                except fx.ServiceError as error:
                    answer, move = error, rules.throw
                if activity.deaf:
                    return None
                effect = move(answer)
        except StopIteration as stop:
            return stop.value
        finally:
            self.under_way.pop(activity, None)

    def kill(self, node: int) -> list[Activity]:
        """All that is under way on a node ends; answers what that was, oldest first.

        What was asked of the servers goes on there.
        """
        killed = [activity for activity in self.under_way if activity.node == node]
        for activity in killed:
            activity.dead = activity.deaf = True
            activity.resting.set()
            del self.under_way[activity]
        return killed

    def forsake(self, activity: Activity) -> None:
        """Its client has gone, and late results are dropped: its rules are told, and end.

        What was asked of the servers goes on there; the answer is not heard.
        """
        activity.deaf = True
        if activity.waiting is not None:
            activity.waiting.cancel()
        rest = Activity(activity.rules, activity.node)
        self.tasks.start(self.background(rest, fx.ClientGone()))

    async def background(self, activity: Activity, news: fx.ClientGone | None = None) -> None:
        """Work that nobody waits for; its failure is nobody's failure."""
        with suppress(fx.ServiceError):
            await self.perform(activity, news)
        activity.resting.set()

    async def get(self, activity: Activity, effect: fx.Get) -> fx.Entry | None:
        """Look up, and note what came of it."""
        try:
            entry: fx.Entry | None = await self.cache.perform(effect)
        except fx.CacheUnavailable:
            activity.course.cache_failed = True
            raise
        activity.course.note(entry, self.now_s())
        return entry

    async def at_cache(self, activity: Activity, effect: Any) -> Any:
        """Ask the cache."""
        return await self.cache.perform(effect)

    async def bypass(self, activity: Activity, effect: fx.Bypass) -> None:
        """Note what the node goes on with instead of the cache's answer."""
        activity.course.pass_by(effect.entry, self.now_s())

    async def state(self, activity: Activity, effect: Any) -> Any:
        """Put a statement to the database."""
        loads = loaded_by(effect)
        activity.course.begin_load(loads)
        try:
            return await self.database.perform(effect)
        except fx.ServiceError:
            activity.course.fail_load(loads)
            raise

    async def give_up(self, activity: Activity, effect: fx.GiveUp) -> None:
        """Note that a write is lost."""
        self.note_lost(effect)

    async def sleep(self, activity: Activity, effect: fx.Sleep) -> None:
        """Let time pass."""
        activity.course.waited = True
        activity.resting.set()
        await asyncio.sleep(effect.for_s)
        if not activity.dead:
            activity.resting.clear()

    async def now(self, activity: Activity, effect: fx.Now) -> float:
        """The time."""
        return self.now_s()

    async def spawn(self, activity: Activity, effect: fx.Spawn) -> None:
        """Background work."""
        activity.course.refreshed |= effect.refreshes
        node = None if effect.outlives_node else activity.node
        course = activity.course if effect.awaited else None
        self.tasks.start(self.background(Activity(effect.rules, node, course)))

    async def wait(self, activity: Activity, effect: fx.Wait) -> Any:
        """Wait for a signal."""
        signal = effect.signal
        if not signal.fired:
            signal.driver_event = signal.driver_event or asyncio.Event()
            activity.waiting = asyncio.current_task()
            await signal.driver_event.wait()
            activity.waiting = None
        activity.course.hear(signal.value)
        return signal.value

    async def fire(self, activity: Activity, effect: fx.Fire) -> None:
        """Wake all who wait."""
        signal = effect.signal
        signal.fired, signal.value = True, effect.value
        if signal.driver_event is not None:
            signal.driver_event.set()

    def stand(self, rules: fx.Rules[None], node: int | None) -> Activity:
        """Begin work that goes on until the run ends."""
        activity = Activity(rules, node)
        self.standing.start(self.background(activity))
        return activity


def loaded_by(effect: Any) -> tuple[fx.Key, ...]:
    """The keys that a statement loads, none where it writes."""
    if isinstance(effect, fx.Load):
        return (effect.key,)
    return effect.keys if isinstance(effect, fx.LoadMany) else ()
