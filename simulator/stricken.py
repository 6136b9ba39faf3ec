"""What faults do at an instant to the world of a run, the same for both engines."""

from collections.abc import Callable
from typing import Any

from simulator.clock import seconds
from simulator.experiment import Experiment
from strategies.effects import Rules

Begin = Callable[..., None]
"""Begins background work: rules, `node` whose process they die with, whether they stand."""


class Stricken:
    """The cache's memory and the nodes' processes, as faults see them (`faults.base.World`)."""

    def __init__(
        self, experiment: Experiment, store: Any, lose: Callable[[int], None], begin: Begin
    ) -> None:
        """`lose` ends all that a node is doing."""
        self.experiment, self.store = experiment, store
        self.lose, self.begin = lose, begin

    def crash_cache(self) -> None:
        """The cache tier loses its memory; the strategy sees to what that means."""
        self.store.wipe()
        self.see_to(self.experiment.nodes[0].cache_crashed(self.now_s()))

    def purge(self, share: float) -> None:
        """This share of the keys is deleted from the cache."""
        keys = self.experiment.purged(share, self.store.known())
        self.store.purge(keys, self.experiment.clock.moment[0])

    def crash_node(self, node: int) -> None:
        """All that the node was doing ends with an error; its process starts again."""
        self.lose(node)
        self.see_to(self.experiment.replace_node(node).node_crashed(self.now_s()))
        for standing in self.experiment.nodes[node].background():
            self.begin(standing, node, standing=True)

    def see_to(self, rules: Rules[None] | None) -> None:
        """What the strategy has to do about it, if anything."""
        if rules is not None:
            self.begin(rules)

    def now_s(self) -> float:
        """This instant."""
        return seconds(self.experiment.clock.moment[0])
