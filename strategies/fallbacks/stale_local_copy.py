"""Stale local copy: without the cache a node serves whatever it has seen, however old."""

from typing import Literal

from strategies.fallbacks.base import FallbackSettings, local_entries_parameter
from strategies.fallbacks.local_copy import LocalCopy
from strategies.parameters import window_parameter


class StaleLocalCopySettings(FallbackSettings):
    """Parameters of stale local copies."""

    name: Literal["stale-local-copy"] = "stale-local-copy"
    local_entries: int = local_entries_parameter()
    local_ttl_s: float = window_parameter(
        30.0,
        "Local TTL",
        "How old a copy may be and still count as fresh; older ones are served as stale.",
    )


class StaleLocalCopy(LocalCopy):
    """A copy never ends while the cache is down: old answers rather than none or late ones.

    Only keys that the node has never seen, or that had to make room, reach the database. What a
    read may miss is bounded by the length of the outage alone.

    When: An old answer is better than none while the cache is away.

    Cost: Answers of any age that the copies have reached.

    Sources: FusionCache, Fail-Safe; RFC 5861, section 4.
    """

    name = "stale-local-copy"
    place = 4
    serves_expired = True
