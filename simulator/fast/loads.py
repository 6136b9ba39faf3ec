"""Plain loads: a miss that the kernel carries through, from the look-up to the answer.

A strategy whose missing reads always do the same (load the row, set it for a fixed time, return
it) need not be asked each time. Every step happens at the same moment, and in the same order, as
if its rules had been stepped effect by effect.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.clock import ANSWER, AT_ONCE, DONE
from simulator.clock import EFFECT as EFFECT_RANK
from simulator.fast import layout as k
from simulator.fast.entries import mark_stale, put
from simulator.fast.heap import join_pool, push
from simulator.fast.jit import compiled
from simulator.outcome import CODE

Table = NDArray[np.int64]
MISS_LOAD, FRESH, NEGATIVE = CODE["miss_load"], CODE["fresh_hit"], CODE["negative_hit"]


class World(NamedTuple):
    """The tables of plain loads."""

    heap: Table
    """Steps to come: instant, rank, number, slot."""
    slots: Table
    """The loads on their way."""
    unused: Table
    """A stack of free slots."""
    busy: Table
    """When servers of the database become free: instant, ticket."""
    line: Table
    """Who waits for one: when it starts, and the ticket of the service that ends then."""
    draws: Table
    """Service times not used yet."""
    log: Table
    """Statements, as in the log, in nanoseconds."""
    finished: Table
    """Requests that finished outside the block."""
    write_draws: Table
    """Service times of writes not used yet."""
    acks: Table
    """Acknowledged writes that the ledger has not been told of."""
    written: Table
    """Keys that writes have reached, each once."""


@compiled
def has_room(world: World, walk: Table) -> bool:
    """Can another step be taken without a buffer running full?"""
    return bool(
        walk[k.UNUSED] > 0
        and walk[k.HEAP] < len(world.heap)
        and walk[k.TAIL] - walk[k.HEAD] < len(world.line)
        and walk[k.DRAWN] < len(world.draws)
        and walk[k.LOGGED] < len(world.log)
        and walk[k.FINISHED] < len(world.finished)
        and walk[k.WRITES_DRAWN] < len(world.write_draws)
        and walk[k.ACKS] < len(world.acks)
    )


@compiled
def move_to(walk: Table, at: int, rank: int, number: int) -> None:
    """It is that moment now; an instant's moments do not turn back."""
    before = at == walk[k.NOW] and (
        rank < walk[k.NOW_RANK] or (rank == walk[k.NOW_RANK] and number < walk[k.NOW_NUMBER])
    )
    if not before:
        walk[k.NOW], walk[k.NOW_RANK], walk[k.NOW_NUMBER] = at, rank, number


@compiled
def schedule(world: World, walk: Table, slot: int, step: int, at: int, rank: int) -> None:  # noqa: PLR0917
    """Have the next step of a load happen at that instant."""
    world.slots[slot, k.STEP] = step
    number = world.slots[slot, k.L_TICKET] if rank == DONE else walk[k.SCHEDULED]
    push(world.heap, walk, at, rank, number, slot)


@compiled
def schedule_expiry(world: World, walk: Table, at: int) -> None:
    """Have active expiry happen at that instant, before all else, unless its time is over."""
    if at <= walk[k.EXPIRY_END]:
        push(world.heap, walk, at, AT_ONCE, -1, k.EXPIRY_SLOT)


@compiled
def open_slot(world: World, ints: Table, walk: Table, row: int) -> int:
    """A slot for the load of a request."""
    walk[k.UNUSED] -= 1
    slot = world.unused[walk[k.UNUSED]]
    world.slots[slot, k.L_ROW] = walk[k.FIRST] + row
    world.slots[slot, k.L_KEY] = ints[k.KEY, row]
    world.slots[slot, k.L_AT] = ints[k.AT, row]
    world.slots[slot, k.L_NEWEST] = ints[k.NEWEST, row]
    return int(slot)


@compiled
def join_database(world: World, walk: Table, slot: int, service: int, step: int) -> bool:
    """Put a load or write to the database: its turn is known at once. True if its step is now."""
    slots = world.slots
    walk[k.TICKETS] += 1
    slots[slot, k.L_TICKET] = walk[k.TICKETS]
    start = join_pool(world.busy, world.line, walk, service, walk[k.TICKETS])
    slots[slot, k.L_JOINED], slots[slot, k.L_STARTED] = walk[k.NOW], start
    slots[slot, k.L_SERVICE], slots[slot, k.L_WAITED] = service, walk[k.WAITED]
    if service == 0 and walk[k.WAITED] == 0:
        return True
    schedule(world, walk, slot, step, start + service, DONE)
    return False


@compiled
def ask(world: World, state: Table, walk: Table, slot: int) -> bool:
    """The look-up's answer has come: put the load to the database. True if it is done at once."""
    key = world.slots[slot, k.L_KEY]
    state[key, k.FLIGHTS] += 1
    world.slots[slot, k.L_FLIGHT] = state[key, k.FLIGHTS]
    service = world.draws[walk[k.DRAWN]]
    walk[k.DRAWN] += 1
    return bool(join_database(world, walk, slot, service, k.LOADED))


@compiled
def log_statement(world: World, walk: Table, slot: int, write: int) -> None:
    """The load's or write's row among the statements."""
    row, load = world.log[walk[k.LOGGED]], world.slots[slot]
    row[0], row[1], row[2] = load[k.L_JOINED], load[k.L_STARTED], walk[k.NOW]
    row[3], row[4], row[5], row[6] = load[k.L_KEY], write, 1, 0
    row[7], row[8], row[9] = load[k.L_FLIGHT], load[k.L_WAITED], 0
    walk[k.LOGGED] += 1


@compiled
def loaded(world: World, state: Table, walk: Table, slot: int) -> None:
    """The database is done with the load: it has read the row as it is now."""
    key = world.slots[slot, k.L_KEY]
    world.slots[slot, k.L_VERSION] = state[key, k.ROW_VERSION]
    state[key, k.FLIGHTS] -= 1
    log_statement(world, walk, slot, 0)


@compiled
def send(world: World, walk: Table, slot: int, step: int) -> bool:
    """Send an operation to the cache: its turn is known at once. True if its step is now."""
    effect = walk[k.NOW] + walk[k.HALF]
    if walk[k.SERVICE]:
        effect = max(effect, walk[k.FREE]) + walk[k.SERVICE]
        walk[k.FREE] = effect
    if effect == walk[k.NOW]:
        return True
    schedule(world, walk, slot, step, effect, EFFECT_RANK)
    return False


@compiled
def found(world: World, walk: Table, slot: int) -> bool:
    """Did the load find a row?"""
    load = world.slots[slot]
    return bool(load[k.L_KEY] < walk[k.EXISTING] or load[k.L_VERSION] > 0)


@compiled
def lifetime(world: World, walk: Table, slot: int) -> int:
    """The TTL of what was loaded, NOBODY if it is not kept."""
    return int(walk[k.FILL] if found(world, walk, slot) else walk[k.FILL_NULL])


@compiled
def fill(world: World, state: Table, walk: Table, slot: int) -> bool:
    """The cache takes the value now. False if only the ledger knows since when it is stale."""
    key = walk[k.STOPPED] = world.slots[slot, k.L_KEY]
    if not put(state, walk, key, walk[k.NOW], lifetime(world, walk, slot)):
        return True
    state[key, k.HELD] = world.slots[slot, k.L_VERSION]
    state[key, k.COST] = world.slots[slot, k.L_SERVICE]
    state[key, k.WORD] = FRESH if found(world, walk, slot) else NEGATIVE
    return mark_stale(state, key)


@compiled
def finish(  # noqa: PLR0917 - the tables, and which load
    world: World,
    ints: Table,
    floats: NDArray[np.float64],
    small: NDArray[np.uint8],
    walk: Table,
    slot: int,
    outcome: int,
) -> None:
    """The answer reaches the client: note how the request ended."""
    load = world.slots[slot]
    place, latency = load[k.L_ROW] - walk[k.FIRST], walk[k.NOW] - load[k.L_AT]
    walk[k.ANSWERED] = max(walk[k.ANSWERED], walk[k.NOW])
    if place >= 0 and load[k.L_VERSION] >= load[k.L_NEWEST]:
        floats[k.LATENCY, place], ints[k.VERSION, place] = latency / 1e9, load[k.L_VERSION]
        small[k.OUTCOME, place], small[k.DONE, place] = outcome, 1
    else:
        row = world.finished[walk[k.FINISHED]]
        row[k.F_ROW], row[k.F_KEY], row[k.F_AT] = load[k.L_ROW], load[k.L_KEY], load[k.L_AT]
        row[k.F_NEWEST], row[k.F_LATENCY] = load[k.L_NEWEST], latency
        row[k.F_VERSION], row[k.F_OUTCOME] = load[k.L_VERSION], outcome
        walk[k.FINISHED] += 1
    world.unused[walk[k.UNUSED]] = slot
    walk[k.UNUSED] += 1


@compiled
def carry_on(  # noqa: PLR0917 - the tables, and which load
    world: World,
    ints: Table,
    floats: NDArray[np.float64],
    small: NDArray[np.uint8],
    state: Table,
    walk: Table,
    slot: int,
    step: int,
) -> bool:
    """Take a load's next step, and all that follow at once. False if the ledger must be asked."""
    known = True
    if step == k.ASK:
        if not ask(world, state, walk, slot):
            return True
        step = k.LOADED
    if step == k.LOADED:
        loaded(world, state, walk, slot)
        step = k.ANSWER_HAS_COME
        if lifetime(world, walk, slot) != k.NOBODY:
            if not send(world, walk, slot, k.FILLED):
                return True
            step = k.FILLED
    if step == k.FILLED:
        known = fill(world, state, walk, slot)
        if walk[k.HALF]:
            at = walk[k.NOW] + walk[k.HALF]
            schedule(world, walk, slot, k.ANSWER_HAS_COME, at, ANSWER)
            return known
    finish(world, ints, floats, small, walk, slot, MISS_LOAD)
    return known


@compiled
def miss(  # noqa: PLR0917 - the tables, and which request
    world: World,
    ints: Table,
    floats: NDArray[np.float64],
    small: NDArray[np.uint8],
    state: Table,
    walk: Table,
    row: int,
) -> bool:
    """A look-up takes effect now and finds nothing. False if the ledger must be asked."""
    walk[k.MISSES] += 1
    slot = open_slot(world, ints, walk, row)
    if walk[k.HALF] == 0:
        return carry_on(world, ints, floats, small, state, walk, slot, k.ASK)
    schedule(world, walk, slot, k.ASK, walk[k.NOW] + walk[k.HALF], ANSWER)
    return True


@compiled
def begin_load(  # noqa: PLR0917 - the tables, and which request
    world: World,
    ints: Table,
    floats: NDArray[np.float64],
    small: NDArray[np.uint8],
    state: Table,
    walk: Table,
    row: int,
) -> bool:
    """A read arrives that asks the database at once. False if the ledger must be asked."""
    ints[k.NEWEST, row] = state[ints[k.KEY, row], k.ACKED]
    slot = open_slot(world, ints, walk, row)
    return carry_on(world, ints, floats, small, state, walk, slot, k.ASK)
