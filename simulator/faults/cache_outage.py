"""Nobody can reach the cache for a while."""

from typing import Literal

from simulator.faults.base import Change, Lasting, World
from strategies.parameters import parameter


class CacheOutage(Lasting):
    """Operations that would take effect meanwhile fail, and strategies go on without the cache.

    A cache that refuses says so after a round trip; one that hangs costs each operation the
    client's cache timeout, which is what makes it the worse of the two. A cache that kept its
    memory (a network split) comes back warm and has missed the deletes and updates sent to it
    meanwhile: old values are served until their TTL ends. One that lost it comes back cold.

    When: To see whether the database survives without its cache, and what a client's timeout is
    worth.

    Cost: Every request goes past the cache, and a cache that comes back warm has missed deletes.

    Sources: Nygard, Release It!, 2nd edition, 2018; Redis, Reference: replication and partitions.
    """

    name: Literal["cache-outage"] = "cache-outage"
    kind: Literal["refused", "hanging"] = parameter(
        "refused", "Kind", "Whether operations are refused at once or never answered."
    )
    memory: Literal["kept", "lost"] = parameter(
        "kept", "Memory", "Whether the cache still has its entries when it is back."
    )

    def strike(self, world: World) -> None:
        """The memory goes when the outage begins."""
        if self.memory == "lost":
            world.crash_cache()

    def change(self) -> Change:
        """The cache cannot be reached."""
        return Change(cache=self.kind)
