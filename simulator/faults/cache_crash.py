"""The cache tier crashes and comes back empty."""

from typing import Literal

from simulator.faults.base import Fault, World


class CacheCrash(Fault):
    """Entries, locks and leases are gone, and with them writes that only the cache held."""

    name: Literal["cache-crash"] = "cache-crash"

    def strike(self, world: World) -> None:
        """All at once."""
        world.crash_cache()
