"""Fail closed: without the cache no read loads."""

from typing import Any, Literal

from strategies.effects import CacheUnavailable, Load, LoadMany, Rules
from strategies.fallbacks.base import Fallback, FallbackSettings


class FailClosedSettings(FallbackSettings):
    """Parameters of failing closed."""

    name: Literal["fail-closed"] = "fail-closed"


class FailClosed(Fallback):
    """A read that cannot ask the cache fails at once, and the database is spared altogether.

    For data that nobody can do without the cache it is the honest answer, and for a database that
    others depend on the safe one. Writes go on: they are the database's business anyway. What
    they could not invalidate stays outdated, unless the cache is cleared when it is back.

    When: The database would not survive the load, or is needed for something more important.

    Cost: Every read that needs a load fails as long as the cache is away.

    Sources: Nygard, Release It!, 2nd edition, 2018 (Circuit Breaker).
    """

    name = "fail-closed"
    place = 2

    def load(self, effect: Load | LoadMany) -> Rules[Any]:
        """Refused."""
        yield from ()
        raise CacheUnavailable
