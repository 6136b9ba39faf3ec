"""A node's process dies: what it was doing, and what it held for the fleet."""

from simulator.faults.node_crash import NodeCrash
from tests.worlds import EVERY_ENGINE, ideal, outcomes, play


@EVERY_ENGINE
def test_a_refresh_that_dies_with_its_node_leaves_room_for_another(engine: str) -> None:
    """Stored at 3, due from 8; node 0's refresh of 9 would end at 12, but the node dies at 10:
    the read of node 1 at 10.5 starts another."""
    world = ideal("read-ahead", ttl_s=10, refresh_window=0.5, read_s=3, nodes=2)
    world = world.model_copy(update={"faults": (NodeCrash(at_s=10, node=0),)})
    log = play(world, engine, (0, 0, "read", 0), (9, 0, "read", 0), (10.5, 0, "read", 1))
    assert outcomes(log) == ["miss_load", "early_hit", "early_hit"]
