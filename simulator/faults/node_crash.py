"""The process of an application node dies and is started again."""

from typing import Literal

from simulator.faults.base import Fault, World
from strategies.parameters import parameter


class NodeCrash(Fault):
    """Its requests fail, what it asked of the database goes on, what it held in memory is gone."""

    name: Literal["node-crash"] = "node-crash"
    node: int = parameter(
        0, "Node", "Which one, counted from 0.", low=0, high=254, slider=(0, 63), step=1
    )

    def strike(self, world: World) -> None:
        """Only this node."""
        world.crash_node(self.node)
