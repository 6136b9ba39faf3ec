"""The cache tier crashes and comes back empty."""

from typing import Literal

from simulator.faults.base import Fault, World


class CacheCrash(Fault):
    """A cold restart: entries, locks and leases are gone, and writes that only the cache held.

    It answers again at once. A restart that takes its time is a cache outage.

    When: To see what the database must carry alone, and what only the cache knew.

    Cost: Every read misses until the cache is warm again; unflushed writes are lost.

    Sources: Nishtala et al., Scaling Memcache at Facebook, NSDI 2013, section 4.3 (cold
    clusters).
    """

    name: Literal["cache-crash"] = "cache-crash"

    def strike(self, world: World) -> None:
        """All at once."""
        world.crash_cache()
