"""The fleet: the strategy on every application node, as a scenario has it."""

from typing import Any

from simulator.scenario import Scenario
from simulator.streams import plain_stream
from strategies.base import Strategy
from strategies.shelf import PROTECTIONS, STRATEGIES


def fleet(scenario: Scenario) -> list[Strategy]:
    """The strategy on each application node, with protections of its own and a shared part."""
    shared: dict[str, Any] = {}
    strategy: Any = scenario.strategy
    protections: Any = scenario.protections
    made = []
    for node in range(scenario.client.nodes):
        guards = [
            PROTECTIONS[p.name](p, plain_stream(scenario.seed, f"{p.name}-{place}-{node}"))
            for place, p in enumerate(protections)
        ]
        made.append(STRATEGIES[strategy.name](strategy, guards, shared))
    return made
