"""The cache tier crashes and comes back empty."""

from typing import Literal

from simulator.faults.base import Fault, World


class CacheCrash(Fault):
    """A cold restart: entries, locks and leases are gone, and writes that only the cache held.

    It answers again at once. A restart that takes its time is a cache outage.
    """

    name: Literal["cache-crash"] = "cache-crash"

    def strike(self, world: World) -> None:
        """All at once."""
        world.crash_cache()
