"""What a scenario's faults can do to a live run."""

from collections.abc import Coroutine
from typing import Any

from live.cache import Cache
from live.clock import NANOSECONDS
from live.engine import Engine
from live.performer import Activity
from simulator.streams import stream
from strategies.effects import Rules


class Strikes:
    """Cache and application nodes as faults see them."""

    def __init__(self, engine: Engine, cache: Cache) -> None:
        """Nothing has struck yet."""
        self.engine, self.cache = engine, cache
        self.fleet, self.performer, self.clock = engine.fleet, engine.performer, engine.clock
        self.purges = stream(engine.scenario.seed, "purge")

    def begin(self) -> None:
        """Let each of the scenario's faults strike at its instant."""
        scenario = self.engine.scenario
        span_s = (scenario.workload.warmup_s, scenario.workload.duration_s)
        for place, fault in enumerate(scenario.faults):
            self.start(self.strike(fault, fault.instant_s(*span_s, scenario.seed, place)))

    async def strike(self, fault: Any, at_s: float) -> None:
        """One fault, when its time has come."""
        await self.clock.until(round(at_s * NANOSECONDS))
        fault.strike(self)

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Something that takes time."""
        self.performer.tasks.start(work)

    def see_to(self, rules: Rules[None] | None) -> None:
        """What a strategy does about it."""
        if rules is not None:
            self.start(self.performer.background(Activity(rules)))

    def crash_cache(self) -> None:
        """The cache tier loses all that is ours; the strategy sees to what that means."""
        self.start(self.cache.wipe())
        self.see_to(self.fleet.nodes[0].cache_crashed(self.clock.now_s()))

    def purge(self, share: float) -> None:
        """This share of the keys is deleted from the cache, one by one."""
        held = sorted(self.cache.account.held)
        drawn = self.purges.random(max(held, default=0) + 1) < share
        self.start(self.forget([key for key in held if drawn[key]]))

    async def forget(self, keys: list[int]) -> None:
        """Delete keys; the strategy hears of each."""
        for key in keys:
            await self.cache.drop(key)
            strategy = self.fleet.nodes[0]
            if strategy.guards_entries:
                self.see_to(strategy.evicted(key))

    def crash_node(self, node: int) -> None:
        """All that the node was doing ends with an error; its process starts again."""
        self.engine.clients.lose(node)
        self.see_to(self.fleet.replace(node).node_crashed(self.clock.now_s()))
        self.fleet.begin_on(node)
