"""Faults that really strike: cache crashes and cache outages on a server of our own."""

import asyncio
from collections.abc import Callable
from typing import Any

from live.cache import Cache
from live.clock import NANOSECONDS
from live.engine import Engine
from live.errors import Incidents
from live.performer import Server
from live.spare import SpareRedis
from live.strikes import Strikes
from simulator.scenario import Scenario
from strategies import effects as fx

Act = Callable[[SpareRedis], Any]
WAYS: dict[tuple[str, str], tuple[Act, Act]] = {
    ("refused", "kept"): (SpareRedis.shut, SpareRedis.unshut),
    ("refused", "lost"): (SpareRedis.kill, SpareRedis.start),
    ("hanging", "kept"): (SpareRedis.pause, SpareRedis.resume),
    ("hanging", "lost"): (SpareRedis.pause, SpareRedis.restart),
}
"""How an outage of a kind begins and ends, by what becomes of the memory."""


class RealStrikes(Strikes):
    """The cache server itself is killed, paused, shut and started again; all else is played."""

    def __init__(self, engine: Engine, cache: Cache, spare: SpareRedis) -> None:
        """Nothing has struck yet."""
        super().__init__(engine, cache)
        self.spare, self.out = spare, 0

    async def strike(self, fault: Any, at_s: float) -> None:
        """One fault, when its time has come; an outage ends with the run at the latest."""
        if not is_outage(fault):
            await super().strike(fault, at_s)
            return
        begin, end = WAYS[fault.kind, fault.memory]
        await self.clock.until(round(at_s * NANOSECONDS))
        self.out += 1
        await self.act(begin)
        if fault.memory == "lost":
            self.forget_all()
        end_s = min(at_s + fault.for_s, self.engine.scenario.workload.duration_s)
        await self.clock.until(round(end_s * NANOSECONDS))
        self.out -= 1
        await self.act(end)

    async def act(self, way: Act) -> None:
        """Do something to the server."""
        done = way(self.spare)
        if done is not None:
            await done

    def forget_all(self) -> None:
        """What was in the cache is gone; the strategy sees to what that means."""
        self.cache.account.wipe()
        self.see_to(self.fleet.nodes[0].cache_crashed(self.clock.now_s()))

    def crash_cache(self) -> None:
        """A cold restart, unless the server is down anyway."""
        self.forget_all()
        if not self.out:
            self.start(self.spare.restart())


class Patient:
    """The way to a cache that may hang: each operation is given up after the client's timeout."""

    def __init__(self, server: Server, patience_s: float, incidents: Incidents) -> None:
        """`server` may never answer."""
        self.server, self.patience_s, self.incidents = server, patience_s, incidents

    async def perform(self, effect: Any) -> Any:
        """The server's answer; raises CacheUnavailable, also where none comes in time."""
        try:
            async with asyncio.timeout(self.patience_s):
                return await self.server.perform(effect)
        except TimeoutError:
            words = TimeoutError(f"no answer within {self.patience_s:g} s")
            self.incidents.note("cache", words)
            raise fx.CacheUnavailable from None


def strikes_cache(fault: Any) -> bool:
    """Does it do something to the cache server that can be done for real?"""
    return fault.name == "cache-crash" or is_outage(fault)


def is_outage(fault: Any) -> bool:
    """Is it a cache outage?"""
    return fault.lasts and fault.change().cache is not None


def may_hang(scenario: Scenario) -> bool:
    """Does the cache hang in a scenario?"""
    return any(fault.lasts and fault.change().cache == "hanging" for fault in scenario.faults)  # type: ignore[attr-defined]
