"""A bounded pool that really queues: first come first served, refusing when its queue is full."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from strategies.effects import DatabaseRefused, QueueFull


class Pool:
    """So many may be inside at once; the others wait in the order of their coming."""

    def __init__(self, size: int, queue_limit: int | None) -> None:
        """Everybody is outside."""
        self.places = asyncio.Semaphore(size)
        self.queue_limit = queue_limit
        self.waiting = 0
        self.shut = False
        """Nobody new is let in: a fault to switch on and off in a run."""

    def join(self) -> int:
        """The place in the queue that a newcomer gets, 0 for none.

        Raises QueueFull, or DatabaseRefused while it is shut.
        """
        if self.shut:
            raise DatabaseRefused
        if not self.places.locked():
            return 0
        if self.queue_limit is not None and self.waiting >= self.queue_limit:
            raise QueueFull
        return self.waiting + 1

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for one's turn, and be inside till the block ends."""
        self.waiting += 1
        try:
            await self.places.acquire()
        finally:
            self.waiting -= 1
        try:
            yield
        finally:
            self.places.release()
