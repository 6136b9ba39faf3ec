"""Real time since the start of a run, and waiting for an instant as exactly as a program can."""

import asyncio
import time

NANOSECONDS = 1_000_000_000
COARSE_S = 0.002
"""An event loop's own sleep is late by up to a millisecond or two: it ends this long before."""


class Clock:
    """Nanoseconds since `start`, never going backwards."""

    def __init__(self) -> None:
        """Start at once; `start` begins anew."""
        self.origin_ns = time.perf_counter_ns()

    def start(self) -> None:
        """It is instant 0 now."""
        self.origin_ns = time.perf_counter_ns()

    def now_ns(self) -> int:
        """This instant in whole nanoseconds."""
        return time.perf_counter_ns() - self.origin_ns

    def now_s(self) -> float:
        """This instant in seconds."""
        return self.now_ns() / NANOSECONDS

    async def until(self, at_ns: int) -> None:
        """Wait for an instant: sleep for most of the way, then give way to others in turns."""
        left_s = (at_ns - self.now_ns()) / NANOSECONDS
        if left_s > COARSE_S:
            await asyncio.sleep(left_s - COARSE_S)
        while self.now_ns() < at_ns:  # noqa: ASYNC110 - no event tells the time
            await asyncio.sleep(0)
