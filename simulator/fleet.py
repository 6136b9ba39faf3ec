"""The fleet: the strategy on an application node, as a scenario has it."""

from typing import Any

from simulator.scenario import Scenario
from simulator.streams import plain_stream
from strategies.base import Derived, Strategy, nothing
from strategies.shelf import PROTECTIONS, STRATEGIES


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
    return STRATEGIES[strategy.name](strategy, guards, fleet, random, derived)
