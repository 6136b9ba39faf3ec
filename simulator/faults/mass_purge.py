"""Somebody deletes many keys from the cache at once."""

from typing import Literal

from simulator.faults.base import Fault, World
from strategies.parameters import parameter


class MassPurge(Fault):
    """A share of the keys, drawn at random, is deleted from the cache at one instant.

    An operator does it, or a deployment that changes the format of entries. As with any delete,
    their leases become void; locks stay. A write of which the entry was the only copy goes with
    it, as when it is evicted.

    When: To see what a deployment that changes the format of entries sets off.

    Cost: The purged keys miss all together, as after a cold start.

    Sources: Nishtala et al., Scaling Memcache at Facebook, NSDI 2013, section 4.3 (cold
    clusters).
    """

    name: Literal["mass-purge"] = "mass-purge"
    share: float = parameter(
        1.0, "Share", "Share of the keys that is deleted.", low=0, high=1, slider=(0, 1), step=0.05
    )

    def strike(self, world: World) -> None:
        """All at once."""
        world.purge(self.share)
