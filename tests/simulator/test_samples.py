"""The state of the world at regular instants, in worlds that can be worked out by hand."""

import numpy as np

from simulator import Scenario
from simulator.faults.cache_crash import CacheCrash
from simulator.log import Log, Samples
from tests.worlds import EVERY_ENGINE, ideal, play


def at(log: Log, at_s: float) -> dict[str, int]:
    """The sample of an instant, but for the instant."""
    table = log.table(Samples)
    row = int(np.flatnonzero(np.isclose(table.at_s, at_s))[0])
    return {name: int(getattr(table, name)[row]) for name in Samples._fields[1:]}


def state(**counts: int) -> dict[str, int]:
    """Nothing but these."""
    return dict.fromkeys(Samples._fields[1:], 0) | counts


def queued(**faults: float) -> Scenario:
    """Write-behind flushed after a second, in a run of 2 s; perhaps the cache tier crashes."""
    world = ideal("write-behind", duration_s=2, flush_interval_s=1, ttl_s=None)
    crashes = tuple(CacheCrash(at_s=at_s) for at_s in faults.values())
    return world.model_copy(update={"faults": crashes})


@EVERY_ENGINE
def test_an_entry_filled_after_the_delete_is_behind(engine: str) -> None:
    """Row of 0 s set at 0.1 s, key written at 0.05 s: behind until it is read past its TTL."""
    world = ideal(read_s=0.1, snapshot="start", ttl_s=1, duration_s=2, active_expiry=False)
    log = play(world, engine, (0, 0, "read"), (0.05, 0, "write"), (1.5, 0, "read"))
    assert at(log, 0.05) == state()
    assert at(log, 1.0) == at(log, 1.4) == state(entries=1, behind=1)
    assert at(log, 1.7) == state(entries=1)


@EVERY_ENGINE
def test_an_entry_that_waits_to_be_stored_is_ahead(engine: str) -> None:
    """Two writes of one key, one of another: two dirty keys, three unstored writes, two ahead."""
    writes = [(0.1, 0, "write"), (0.2, 0, "write"), (0.3, 1, "write")]
    log = play(queued(), engine, *writes)
    assert at(log, 0.5) == state(entries=2, dirty=2, unstored=3, ahead=2)
    assert at(log, 1.5) == state(entries=2)


@EVERY_ENGINE
def test_what_is_lost_stays_unstored(engine: str) -> None:
    """The cache tier crashes between write and flush: nobody waits any more, the write is owed."""
    log = play(queued(crash_s=0.5), engine, (0.1, 0, "write"))
    assert at(log, 1.5) == state(unstored=1)
