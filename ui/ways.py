"""The ways in which the cache hears of a write: one trial each, on the same requests."""

from collections.abc import Iterator
from typing import Any

from simulator import Scenario
from strategies.cache_aside import CacheAsideSettings
from strategies.parameters import Settings
from strategies.shelf import carried
from ui.bench import Bench
from ui.fields import words

WAYS = words(CacheAsideSettings.model_fields["invalidation"])
"""Those of cache-aside."""
THROUGH: dict[str, dict[str, Any]] = {
    "write-through": {},
    "write-in-place": {"allocate": "if-present", "keep_ttl": True},
    "write-around": {"allocate": "never"},
}
"""Those of write-through, and what makes them."""
VARIED = ("invalidation", "order", "allocate")
"""Settings that the ways differ by."""
RACE, TTL_ONLY = "delete-after", "ttl-only"
"""The ways that are run with several TTLs."""
FACTORS = (0.25, 0.5, 2, 4)
"""The other TTLs, as multiples of the scenario's."""


def ways(bench: Bench) -> dict[str, Scenario]:
    """The world once for each way, by its name."""
    scenario = bench.scenario
    return {name: scenario.with_strategy(each) for name, each in rules(scenario.strategy)}


def rules(own: Settings) -> Iterator[tuple[str, Settings]]:
    """Every way with what it shares with the settings of the page."""
    aside, through = carried(own, "cache-aside"), carried(own, "write-through")
    for name in WAYS:
        yield name, aside.model_copy(update={"invalidation": name})
    for name, changes in THROUGH.items():
        yield name, through.model_copy(update=changes)


def other_ttls(bench: Bench) -> dict[str, Scenario]:
    """The race and no invalidation at all, with shorter and longer TTLs; empty without a TTL.

    Each by its way and its TTL in seconds.
    """
    own = carried(bench.scenario.strategy, "cache-aside")
    ttl_s: float | None = getattr(own, "ttl_s", None)
    if not ttl_s:
        return {}
    return {
        f"{name} {ttl_s * factor:g}": bench.scenario.with_strategy(
            own.model_copy(update={"invalidation": name, "ttl_s": ttl_s * factor})
        )
        for name in (RACE, TTL_ONLY)
        for factor in FACTORS
    }
