"""Many keys are deleted at once."""

import numpy as np
import pytest

from simulator import simulate
from simulator.faults.mass_purge import MassPurge
from simulator.log import Samples
from tests.worlds import EVERY_ENGINE, ideal, outcomes, play


@EVERY_ENGINE
def test_all_or_nothing_is_certain(engine: str) -> None:
    """Both keys at share 1, none at 0; an entry stored later is not touched."""
    for share, after in [(1.0, "miss_load"), (0.0, "fresh_hit")]:
        world = ideal(ttl_s=100, keys=2)
        world = world.model_copy(update={"faults": (MassPurge(at_s=5, share=share),)})
        log = play(world, engine, (0, 0, "read"), (1, 1, "read"), (6, 0, "read"), (7, 1, "read"))
        assert outcomes(log) == ["miss_load", "miss_load", after, after]


@EVERY_ENGINE
def test_a_share_of_the_keys_is_drawn(engine: str) -> None:
    """Of 1,000 entries that are there about 300 go, within 4.5 standard deviations."""
    world = ideal(keys=1000, prefill=1, ttl_s=1000, rate_rps=1, duration_s=10)
    world = world.model_copy(update={"faults": (MassPurge(at_s=5, share=0.3),)})
    entries = simulate(world, engine=engine).table(Samples).entries
    assert entries[50] == 1000
    gone = 1000 - int(entries[101])
    assert abs(gone - 300) <= 4.5 * np.sqrt(1000 * 0.3 * 0.7)


@EVERY_ENGINE
@pytest.mark.parametrize(("dirty", "lost"), [("drop", ["evicted"]), ("flush-first", [])])
def test_a_dirty_entry_takes_its_write_along(engine: str, dirty: str, lost: list[str]) -> None:
    """Where the entry is the only copy; otherwise it is stored at once."""
    world = ideal("write-behind", flush_interval_s=20, dirty_eviction=dirty, ttl_s=100)
    world = world.model_copy(update={"faults": (MassPurge(at_s=5),)})
    log = play(world, engine, (1, 0, "write"))
    assert [each.cause for each in log.books.lost] == lost
