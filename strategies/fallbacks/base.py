"""What fallbacks share: the breaker before the cache, and what is due when it is back."""

from typing import Any, ClassVar

from strategies.carrying import Perform, plainly
from strategies.effects import Load, LoadMany, Rules
from strategies.parameters import Settings, parameter


class FallbackSettings(Settings):
    """Parameters of every fallback. A subclass has a `name`."""

    name: str
    breaker_failures: int = parameter(
        0,
        "Breaker opens after",
        "So many failed operations in a row, and the node asks the cache no more for a while; "
        "3 is usual, 0 is off.",
        low=0,
        high=50,
        unit="failures",
        step=1,
    )
    breaker_open_s: float = parameter(
        30.0,
        "Breaker stays open",
        "How long the node asks no more; then one operation tries whether the cache is back.",
        low=0.001,
        high=3600,
        unit="s",
        slider=(1, 300),
        scale="log",
    )
    flush_on_recover: bool = parameter(
        False,
        "Clear on recovery",
        "A cache that comes back with its memory has missed invalidations: the first node to "
        "notice clears it. Otherwise outdated entries live on until their TTL ends.",
    )
    warm_rps: float = parameter(
        0.0,
        "Warming",
        "When the cache is back, each node loads the keys it has read last and that the cache "
        "lacks, at this rate; 0 is off.",
        low=0,
        high=100_000,
        unit="1/s",
        slider=(0, 500),
        step=5,
    )
    warm_keys: int = parameter(
        1000,
        "Keys to warm",
        "How many keys a node remembers for that, those read last.",
        low=1,
        high=1_000_000,
        unit="keys",
        slider=(10, 100_000),
        scale="log",
    )


class Fallback:
    """What one node does while it cannot reach the cache. By default, to go on without it."""

    name: ClassVar[str]
    place: ClassVar[int] = 100
    settings: Any

    def __init__(self, settings: FallbackSettings, connections: int | None = None) -> None:
        """`connections` is the node's share of the database's; None if they have no limit."""
        self.settings, self.connections = settings, connections

    def around(self, ask: Perform) -> Perform:
        """What stands in for an operation of the cache that fails?

        Answers with a way to `ask` that raises CacheUnavailable where nothing does.
        """
        return ask

    def load(self, effect: Load | LoadMany) -> Rules[Any]:
        """A load while the cache is down: have it done, or refuse it with a ServiceError."""
        return plainly(effect)


def local_entries_parameter() -> Any:
    """How many copies a node keeps."""
    return parameter(
        1000,
        "Local copies",
        "How many values a node keeps in its own memory; the one used longest ago makes room.",
        low=1,
        high=10_000_000,
        unit="entries",
        slider=(10, 100_000),
        scale="log",
    )
