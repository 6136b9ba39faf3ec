"""Local copy: without the cache a node serves the values it has seen last, for a while."""

from typing import Any, ClassVar, Literal

from strategies.carrying import Perform
from strategies.copies import Copies, used
from strategies.effects import CacheUnavailable, Effect, Get, Now, Rules
from strategies.fallbacks.base import Fallback, FallbackSettings, local_entries_parameter
from strategies.parameters import window_parameter


class LocalCopySettings(FallbackSettings):
    """Parameters of local copies."""

    name: Literal["local-copy"] = "local-copy"
    local_entries: int = local_entries_parameter()
    local_ttl_s: float = window_parameter(
        30.0,
        "Local TTL",
        "How long a copy may stand in for the cache, counted from when the node saw the value.",
    )


class LocalCopy(Fallback):
    """Keeps a copy of what the node gets from the cache or puts there, for the day it is down.

    Each node has its own copies and hears of its own writes only, so two nodes may answer
    differently: a copy can be older than the cache's entry was by up to the local TTL. Keys
    without a copy are loaded, and the copies learn them. Even a short life takes most of the load
    off the database, since a few keys are read most.

    When: Nodes read the same keys again and again, and may keep copies for a short while.

    Cost: Memory in every node, and copies that no invalidation reaches.

    Sources: Redis, Client-side caching; Nishtala et al., NSDI 2013.
    """

    name = "local-copy"
    place = 3
    settings: LocalCopySettings
    serves_expired: ClassVar[bool] = False

    def __init__(self, *args: Any) -> None:
        """Nothing has been seen yet."""
        super().__init__(*args)
        self.copies = Copies(self.settings.local_entries, self.settings.local_ttl_s)

    def around(self, ask: Perform) -> Perform:
        """Where a look-up fails, the copy will do."""

        def guarded(effect: Effect) -> Rules[Any]:
            try:
                return (yield from self.copies.watch(ask, effect))
            except CacheUnavailable:
                if not isinstance(effect, Get):
                    raise
                now_s = yield Now()
                copy = self.copies.recall(effect.key, now_s, expired=self.serves_expired)
                if copy is None:
                    raise
                return (yield from used(copy))

        return guarded
