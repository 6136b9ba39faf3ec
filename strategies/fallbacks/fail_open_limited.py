"""Fail open with a cap: so many loads at once, and the rest is shed."""

from typing import Any, Literal

from strategies.effects import Load, LoadMany, QueueFull, Rules
from strategies.fallbacks.base import Fallback, FallbackSettings
from strategies.parameters import parameter


class FailOpenLimitedSettings(FallbackSettings):
    """Parameters of failing open with a cap."""

    name: Literal["fail-open-limited"] = "fail-open-limited"
    max_loads: int | None = parameter(
        None,
        "Loads at once",
        "How many loads a node may have under way while the cache is down; one more is shed. "
        "Empty: its share of the database's connections.",
        low=1,
        high=100_000,
        unit="loads",
        slider=(1, 64),
        step=1,
    )


class FailOpenLimited(Fallback):
    """Lets as many loads through as the database can work on, and turns the other reads away.

    No queue grows, so those who are served are served fast, and the outage ends when the cache is
    back. The cap counts only while the node takes the cache for down; a cold cache that answers
    is a bulkhead's business.

    When: The database can carry a part of the load, and some answers are better than none.

    Cost: Requests above the limit are turned away.

    Sources: Google, Site Reliability Engineering, 2016, chapter 21 (Handling Overload).
    """

    name = "fail-open-limited"
    place = 1
    settings: FailOpenLimitedSettings

    def __init__(self, *args: Any) -> None:
        """Nothing is under way."""
        super().__init__(*args)
        self.most = self.settings.max_loads or self.connections
        self.running = 0

    def load(self, effect: Load | LoadMany) -> Rules[Any]:
        """One more, if there is room; raises QueueFull if there is none."""
        if self.most is not None and self.running >= self.most:
            raise QueueFull
        self.running += 1
        try:
            return (yield effect)
        finally:
            self.running -= 1
