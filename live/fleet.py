"""The application nodes of a live run: their strategies, their standing work, their end."""

from typing import Any

from live.performer import Activity, Performer
from simulator.fleet import one_node
from simulator.scenario import Scenario
from simulator.workload.requests import KeySpace
from strategies.base import Strategy
from strategies.effects import Rules


class Fleet:
    """A strategy a node. Nodes are processes in the scenario; here they share one."""

    def __init__(self, scenario: Scenario, performer: Performer, space: KeySpace) -> None:
        """Fresh strategies; a recorded trace may say how long each row may be kept."""
        self.scenario, self.performer = scenario, performer
        shared: dict[str, Any] = {}
        self.lives = [0] * scenario.client.nodes
        self.nodes = [one_node(scenario, node, shared) for node in range(scenario.client.nodes)]
        self.standing: list[Activity] = []
        for strategy in self.nodes:
            strategy.row_ttl_s = None if space.replay is None else space.replay.row_ttl_s

    def begin(self) -> None:
        """The standing work of all nodes starts."""
        for node in range(len(self.nodes)):
            self.begin_on(node)

    def begin_on(self, node: int) -> None:
        """The standing work of a node starts."""
        strategy = self.nodes[node]
        place = None if strategy.works_in_cache else node
        self.standing += [self.performer.stand(rules, place) for rules in strategy.background()]

    async def retire(self) -> None:
        """Standing work ends as soon as it sleeps, so that nothing is left half done."""
        for each in self.standing:
            await each.resting.wait()
        await self.performer.standing.cancel()

    def drain(self) -> Rules[None]:
        """Bring all nodes to rest."""
        for strategy in self.nodes:
            yield from strategy.drain()

    def backlog(self) -> int:
        """Acknowledged writes' keys that the database does not hold yet."""
        return self.nodes[0].backlog()

    def replace(self, node: int) -> Strategy:
        """A node's process has died and starts again; answers the strategy that was there."""
        dead = self.nodes[node]
        self.lives[node] += 1
        self.nodes[node] = one_node(self.scenario, node, dead.fleet, self.lives[node])
        self.nodes[node].row_ttl_s = dead.row_ttl_s
        return dead
