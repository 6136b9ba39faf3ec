"""Fail open: without the cache every read loads."""

from typing import Literal

from strategies.fallbacks.base import Fallback, FallbackSettings


class FailOpenSettings(FallbackSettings):
    """Parameters of failing open."""

    name: Literal["fail-open"] = "fail-open"


class FailOpen(Fallback):
    """Reads go to the database as if nothing were cached: slower, not broken.

    That holds as long as the database can carry the whole load. Beyond it the queue grows for as
    long as the cache is down, and with abandoned and repeated requests it may not end afterwards.

    When: A slow answer is better than none, and the database can carry what the cache carried.

    Cost: The whole load on the database, at the worst moment.

    Sources: Microsoft, Azure Architecture Center, Cache-Aside pattern; Brooker, Caches, Modes,
    and Unstable Systems, 2021.
    """

    name = "fail-open"
    place = 0
