"""The way to the cache while faults last: longer, or closed."""

import asyncio
from typing import Any

from live.clock import NANOSECONDS, Clock
from live.performer import Server
from simulator.conditions import Conditions
from strategies import effects as fx


class Weather:
    """The cache as it is reached under the scenario's faults; the server itself knows nothing."""

    def __init__(self, server: Server, conditions: Conditions, clock: Clock) -> None:
        """`conditions` tell what is out of order, and when."""
        self.server, self.conditions, self.clock = server, conditions, clock

    async def perform(self, effect: Any) -> Any:
        """The server's answer, later than usual perhaps; raises CacheUnavailable in an outage."""
        sent_ns, conditions = self.clock.now_ns(), self.conditions
        later_ns = conditions.half_ns(sent_ns) - conditions.usual_half_ns
        await self.let_pass(later_ns)
        failed_ns = conditions.failed_ns(sent_ns, self.clock.now_ns())
        if failed_ns is not None:
            await self.let_pass(failed_ns - self.clock.now_ns())
            raise fx.CacheUnavailable
        answer = await self.server.perform(effect)
        await self.let_pass(later_ns)
        return answer

    async def let_pass(self, span_ns: int) -> None:
        """Wait, if there is something to wait for."""
        if span_ns > 0:
            await asyncio.sleep(span_ns / NANOSECONDS)
