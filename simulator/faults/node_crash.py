"""The process of an application node dies and is started again."""

from typing import Literal

from simulator.faults.base import Fault, World
from strategies.parameters import parameter


class NodeCrash(Fault):
    """Its requests fail, what it asked of the database goes on, what it held in memory is gone.

    When: To see what a process keeps for itself: flights, queues, its own copies.

    Cost: Requests of that node fail, and what it held in memory is gone.

    Sources: Candea and Fox, Crash-Only Software, HotOS 2003.
    """

    name: Literal["node-crash"] = "node-crash"
    node: int = parameter(
        0, "Node", "Which one, counted from 0.", low=0, high=254, slider=(0, 63), step=1
    )

    def strike(self, world: World) -> None:
        """Only this node."""
        world.crash_node(self.node)
