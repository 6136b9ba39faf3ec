"""Plain writes: a write that the kernel carries through, from its arrival to its acknowledgement.

Like a plain load (simulator.fast.loads), for strategies whose writes always take the same steps:
perhaps delete the key, store the row, perhaps delete the key or put the value into the cache.
"""

import numpy as np
from numpy.typing import NDArray

from simulator.clock import ANSWER, FOREVER
from simulator.fast import layout as k
from simulator.fast.entries import live, mark_stale, put, remove
from simulator.fast.jit import compiled
from simulator.fast.loads import (
    FRESH,
    World,
    finish,
    join_database,
    log_statement,
    open_slot,
    schedule,
    send,
)
from simulator.outcome import CODE

Table = NDArray[np.int64]
ACKNOWLEDGED = CODE["acknowledged"]


@compiled
def store(world: World, walk: Table, slot: int) -> bool:
    """Put the write to the database. True if it is done at once."""
    world.slots[slot, k.L_FLIGHT] = 0
    service = world.write_draws[walk[k.WRITES_DRAWN]]
    walk[k.WRITES_DRAWN] += 1
    return bool(join_database(world, walk, slot, service, k.STORED_ROW))


@compiled
def commit(world: World, state: Table, walk: Table, slot: int) -> None:
    """The database holds the row from now on; the write gets the key's next version."""
    log_statement(world, walk, slot, 1)
    key = world.slots[slot, k.L_KEY]
    if state[key, k.ROW_VERSION] == 0:
        world.written[walk[k.WRITTEN_KEYS]] = key
        walk[k.WRITTEN_KEYS] += 1
    state[key, k.ROW_VERSION] += 1
    world.slots[slot, k.L_VERSION] = state[key, k.ROW_VERSION]


@compiled
def tell(world: World, state: Table, walk: Table, slot: int, how: int) -> bool:
    """The cache hears of the write now. False if only the ledger knows since when it is stale."""
    key = walk[k.STOPPED] = world.slots[slot, k.L_KEY]
    if how == k.DELETE:
        if live(state, walk, key, walk[k.NOW]):
            remove(state, walk, key)
        return True
    if not put(state, walk, key, walk[k.NOW], walk[k.PUT]):
        return True
    state[key, k.HELD] = world.slots[slot, k.L_VERSION]
    state[key, k.COST], state[key, k.WORD] = 0, FRESH
    return mark_stale(state, key)


@compiled
def acknowledge(world: World, state: Table, walk: Table, slot: int) -> None:
    """From now on readers may expect this version; the ledger is told later."""
    key, version = world.slots[slot, k.L_KEY], world.slots[slot, k.L_VERSION]
    row = world.acks[walk[k.ACKS]]
    row[0], row[1], row[2] = key, version, walk[k.NOW]
    walk[k.ACKS] += 1
    if version > state[key, k.ACKED]:
        state[key, k.PREVIOUS] = state[key, k.ACKED]
        state[key, k.ACKED], state[key, k.HIGH_AT] = version, walk[k.NOW]
        if state[key, k.HELD] < version and state[key, k.STALE] == FOREVER:
            state[key, k.STALE] = walk[k.NOW]


@compiled
def answer(world: World, walk: Table, slot: int, step: int) -> bool:
    """The cache's answer sets out. True if it is there at once."""
    if walk[k.HALF] == 0:
        return True
    schedule(world, walk, slot, step, walk[k.NOW] + walk[k.HALF], ANSWER)
    return False


@compiled
def reaches_commit(world: World, state: Table, walk: Table, slot: int, step: int) -> bool:
    """Take the steps before the commit, as far as they are now. True if the commit is now."""
    if step == k.ARRIVED_WRITE:
        step = k.STORE_ROW
        if walk[k.FIRST_ACT] == k.DELETE:
            if not send(world, walk, slot, k.CLEARED):
                return False
            step = k.CLEARED
    if step == k.CLEARED:
        tell(world, state, walk, slot, k.DELETE)
        if not answer(world, walk, slot, k.STORE_ROW):
            return False
        step = k.STORE_ROW
    return step != k.STORE_ROW or bool(store(world, walk, slot))


@compiled
def carry_write(  # noqa: PLR0917 - the tables, and which write
    world: World,
    ints: Table,
    floats: NDArray[np.float64],
    small: NDArray[np.uint8],
    state: Table,
    walk: Table,
    slot: int,
    step: int,
) -> bool:
    """Take a write's next step, and all that follow at once. False if the ledger must be asked."""
    known = True
    if step <= k.STORED_ROW:
        if not reaches_commit(world, state, walk, slot, step):
            return True
        commit(world, state, walk, slot)
        step = k.WRITTEN
        if walk[k.LAST_ACT] != k.NOTHING:
            if not send(world, walk, slot, k.TOLD):
                return True
            step = k.TOLD
    if step == k.TOLD:
        known = tell(world, state, walk, slot, walk[k.LAST_ACT])
        if not answer(world, walk, slot, k.WRITTEN):
            return known
    acknowledge(world, state, walk, slot)
    finish(world, ints, floats, small, walk, slot, ACKNOWLEDGED)
    return known


@compiled
def begin_write(  # noqa: PLR0917 - the tables, and which request
    world: World,
    ints: Table,
    floats: NDArray[np.float64],
    small: NDArray[np.uint8],
    state: Table,
    walk: Table,
    row: int,
) -> bool:
    """A write arrives now. False if the ledger must be asked."""
    ints[k.NEWEST, row] = 0
    slot = open_slot(world, ints, walk, row)
    return carry_write(world, ints, floats, small, state, walk, slot, k.ARRIVED_WRITE)
