"""The fleet: the strategy on an application node, as a scenario has it."""

from typing import Any

from simulator.scenario import Scenario
from simulator.streams import plain_stream
from strategies.base import Derived, Strategy, nothing
from strategies.copies import Copies
from strategies.link import Link
from strategies.recovery import Recovery
from strategies.shelf import FALLBACKS, PROTECTIONS, STRATEGIES


def one_node(
    scenario: Scenario, node: int, fleet: Any, life: int = 0, derived: Derived = nothing
) -> Strategy:
    """The strategy on an application node, with protections of its own and a shared part.

    A process that was started again has chance of its own.
    """
    strategy: Any = scenario.strategy
    protections: Any = scenario.protections
    place_of = f"{node}-{life}" if life else str(node)
    guards = [
        PROTECTIONS[p.name](p, plain_stream(scenario.seed, f"{p.name}-{place}-{place_of}"))
        for place, p in enumerate(protections)
    ]
    random = plain_stream(scenario.seed, f"strategy-{place_of}")
    found = STRATEGIES[strategy.name](strategy, guards, fleet, random, derived)
    found.link = link_of(scenario, found)
    return found


def link_of(scenario: Scenario, strategy: Strategy) -> Link | None:
    """A node's way to the cache; None where it does nothing but ask it and go on without it."""
    fallback: Any = scenario.on_cache_error
    client, connections = scenario.client, scenario.database.connections
    if is_plain(fallback) and client.local_ttl_s == 0:
        return None
    share = None if connections is None else max(1, connections // client.nodes)
    near = Copies(client.local_entries, client.local_ttl_s) if client.local_ttl_s else None
    recovery = Recovery(fallback, strategy.fleet, strategy.fetch)
    return Link(FALLBACKS[fallback.name](fallback, share), recovery, near)


def is_plain(fallback: Any) -> bool:
    """Does it leave everything to the rules themselves?"""
    extras = (fallback.breaker_failures, fallback.flush_on_recover, fallback.warm_rps)
    return fallback.name == "fail-open" and not any(extras)
