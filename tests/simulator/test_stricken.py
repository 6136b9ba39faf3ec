"""What a fault does at its instant, the same on both engines."""

import numpy as np

from simulator.faults.cache_crash import CacheCrash
from simulator.faults.node_crash import NodeCrash
from simulator.log import Statements
from tests.worlds import EVERY_ENGINE, ideal, outcomes, play


@EVERY_ENGINE
def test_a_crash_of_the_cache_forgets_every_entry(engine: str) -> None:
    """Stored at 0, found at 4, gone after the crash at 5."""
    world = ideal(ttl_s=100).model_copy(update={"faults": (CacheCrash(at_s=5),)})
    log = play(world, engine, (0, 0, "read"), (4, 0, "read"), (6, 0, "read"))
    assert outcomes(log) == ["miss_load", "fresh_hit", "miss_load"]


@EVERY_ENGINE
def test_a_node_that_starts_again_takes_up_its_standing_work(engine: str) -> None:
    """Write-behind in the node flushes every 10 s. Its process dies at 15 with the write of 11; the
    write of 16 is stored by the flusher of the process that started then: at 25, not at 20."""
    world = ideal("write-behind", flush_interval_s=10, queue_at="node", ttl_s=100, keys=2)
    world = world.model_copy(update={"faults": (NodeCrash(at_s=15, node=0),)})
    log = play(world, engine, (11, 0, "write"), (16, 1, "write"))
    stored = log.table(Statements)
    assert [lost.cause for lost in log.books.lost] == ["node_crash"]
    assert np.allclose(stored.joined_s, [25.0])
