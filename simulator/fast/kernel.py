"""Fast-forward: walks the requests until something happens that needs Python.

Requests come as columns, the cache's state as one row of numbers a key. A quiet read finds an
entry that is simply used: nothing in the world changes but counters and recency. Plain loads and
writes (simulator.fast.loads, simulator.fast.writes) always take the same steps. The kernel does
these and stops at anything else. Without numba the same functions run as they stand.
"""

import numpy as np
from numpy.typing import NDArray

from simulator.cache.expiry import PERIOD_NS
from simulator.clock import ARRIVAL
from simulator.clock import EFFECT as EFFECT_RANK
from simulator.fast import layout as k
from simulator.fast.entries import live
from simulator.fast.eviction import use
from simulator.fast.expiry import cycle
from simulator.fast.heap import take_first
from simulator.fast.jit import compiled
from simulator.fast.loads import (
    World,
    begin_load,
    carry_on,
    has_room,
    miss,
    move_to,
    schedule_expiry,
)
from simulator.fast.writes import begin_write, carry_write

Table = NDArray[np.int64]


@compiled
def judge(  # noqa: PLR0917 - the tables, and which request
    ints: Table,
    floats: NDArray[np.float64],
    small: NDArray[np.uint8],
    state: Table,
    row: int,
    half: int,
) -> bool:
    """Answer a read from the cache if it is quiet, and note all there is to note of it."""
    key, at = ints[k.KEY, row], ints[k.AT, row]
    answered = ints[k.EFFECT, row] + half
    if answered > state[key, k.QUIET]:
        return False
    held = state[key, k.HELD]
    behind = ints[k.NEWEST, row] - held
    ints[k.VERSION, row] = held
    if behind > 0:
        ints[k.BEHIND, row] = behind
        floats[k.AGE, row] = (at - state[key, k.STALE]) / 1e9
    floats[k.LATENCY, row] = (answered - at) / 1e9
    small[k.OUTCOME, row] = state[key, k.WORD]
    small[k.DONE, row] = 1
    return True


@compiled
def join(ints: Table, state: Table, walk: Table, row: int, free: int) -> int:
    """Send a read to the cache, whose thread is free then; answers when it takes effect.

    Its turn is known at once. NOBODY if its client won't wait for it.
    """
    at, half = ints[k.AT, row], walk[k.HALF]
    effect = max(free, at + half) + walk[k.SERVICE]
    if effect + half - at > walk[k.PATIENCE]:
        return k.NOBODY
    ints[k.EFFECT, row] = effect
    ints[k.MARK, row] = walk[k.SCHEDULED]
    ints[k.NEWEST, row] = state[ints[k.KEY, row], k.ACKED]
    return int(effect)


@compiled
def pass_quiet(  # noqa: PLR0917 - the tables and the horizon
    ints: Table,
    floats: NDArray[np.float64],
    small: NDArray[np.uint8],
    state: Table,
    walk: Table,
    instant: int,
) -> None:
    """Let requests arrive and quiet reads pass, up to whatever else there is before an instant.

    Nearly all requests of a well-cached run go through these few lines. Ties are left to others.
    """
    judged, joined, size = walk[k.JUDGED], walk[k.JOINED], ints.shape[1]
    opens, half, touches = walk[k.OPENS], walk[k.HALF], walk[k.TOUCH] != k.NONE
    free, queues, answered = walk[k.FREE], walk[k.SERVICE] > 0, walk[k.ANSWERED]
    down = walk[k.DOWN] != 0
    while True:
        next_at = ints[k.AT, joined] if joined < size else instant * walk[k.LAST]
        effect = ints[k.EFFECT, judged] if judged < joined else next_at + 1
        if effect == k.NOBODY and judged < joined:
            judged += 1
        elif effect <= next_at:
            if down or effect >= instant or not judge(ints, floats, small, state, judged, half):
                break
            if touches:
                use(state, walk, ints[k.KEY, judged], effect)
            answered = max(answered, effect + half)
            judged += 1
        elif joined < size and next_at < instant and opens and not small[k.WRITE, joined]:
            effect = join(ints, state, walk, joined, free)
            if effect == k.NOBODY:
                break
            free = effect if queues else free
            joined += 1
        else:
            break
    walk[k.JUDGED], walk[k.JOINED] = judged, joined
    walk[k.FREE], walk[k.ANSWERED] = free, answered


@compiled
def precedes(ints: Table, row: int, instant: int, rank: int, number: int) -> bool:
    """Does a read take effect before an event of that instant, rank and number?"""
    effect = ints[k.EFFECT, row]
    if effect != instant or effect == ints[k.AT, row]:
        return bool(effect < instant)
    return rank > EFFECT_RANK or (rank == EFFECT_RANK and bool(ints[k.MARK, row] <= number))


@compiled
def look_ahead(world: World, ints: Table, walk: Table) -> None:
    """Note when the next request arrives or takes effect, or a load takes its next step.

    At the columns' end that is an instant that has passed, so that the walk says so.
    """
    judged, joined, size = walk[k.JUDGED], walk[k.JOINED], ints.shape[1]
    while judged < joined and ints[k.EFFECT, judged] == k.NOBODY:
        judged += 1
    walk[k.JUDGED] = judged
    ending = joined == size and not walk[k.LAST]
    upcoming = ints[k.AT, joined] if joined < size else 0
    if judged < joined and not ending and (joined == size or ints[k.EFFECT, judged] < upcoming):
        upcoming = ints[k.EFFECT, judged]
    if walk[k.HEAP] and not ending and (upcoming == 0 or world.heap[0, 0] < upcoming):
        upcoming = world.heap[0, 0]
    walk[k.NEXT] = upcoming


@compiled
def own_first(world: World, walk: Table, instant: int, rank: int, number: int) -> bool:
    """Does a load's next step come before an event of that instant, rank and number?"""
    if walk[k.HEAP] == 0:
        return False
    first = world.heap[0]
    if first[0] != instant:
        return bool(first[0] < instant)
    return bool(first[1] < rank or (first[1] == rank and first[2] < number))


@compiled
def step_load(  # noqa: PLR0917 - the tables
    world: World,
    ints: Table,
    floats: NDArray[np.float64],
    small: NDArray[np.uint8],
    state: Table,
    walk: Table,
) -> bool:
    """The next step of a load or write. False if the ledger must be asked."""
    first = world.heap[0]
    slot = first[3]
    move_to(walk, first[0], first[1], first[2])
    take_first(world.heap, walk[k.HEAP])
    walk[k.HEAP] -= 1
    if slot == k.EXPIRY_SLOT:
        cycle(state, walk, walk[k.NOW])
        schedule_expiry(world, walk, walk[k.NOW] + PERIOD_NS)
        return True
    step = world.slots[slot, k.STEP]
    if step < k.ARRIVED_WRITE:
        return bool(carry_on(world, ints, floats, small, state, walk, slot, step))
    return bool(carry_write(world, ints, floats, small, state, walk, slot, step))


@compiled
def take_effect(  # noqa: PLR0917 - the tables, and which request
    world: World,
    ints: Table,
    floats: NDArray[np.float64],
    small: NDArray[np.uint8],
    state: Table,
    walk: Table,
    row: int,
) -> int:
    """A look-up reaches the cache; answers why the walk must stop, EVENT if it need not."""
    walk[k.JUDGED], walk[k.STOPPED] = row + 1, row
    effect = ints[k.EFFECT, row]
    if not walk[k.DOWN] and judge(ints, floats, small, state, row, walk[k.HALF]):
        walk[k.ANSWERED] = max(walk[k.ANSWERED], effect + walk[k.HALF])
        use(state, walk, ints[k.KEY, row], effect)
        return k.EVENT
    inline = effect == ints[k.AT, row]
    move_to(walk, effect, ARRIVAL if inline else EFFECT_RANK, 0)
    if not walk[k.PLAIN] or live(state, walk, ints[k.KEY, row], effect):
        return k.FOUND
    known = miss(world, ints, floats, small, state, walk, row)
    return k.EVENT if known else k.UNSEEN


@compiled
def arrive(  # noqa: PLR0917 - the tables, and which request
    world: World,
    ints: Table,
    floats: NDArray[np.float64],
    small: NDArray[np.uint8],
    state: Table,
    walk: Table,
    row: int,
) -> int:
    """A request arrives; answers why the walk must stop, EVENT if it need not."""
    walk[k.JOINED], walk[k.STOPPED] = row + 1, row
    if walk[k.OPENS] and not small[k.WRITE, row]:
        effect = join(ints, state, walk, row, walk[k.FREE])
        if effect != k.NOBODY:
            walk[k.FREE] = effect if walk[k.SERVICE] else walk[k.FREE]
            return k.EVENT
    ints[k.EFFECT, row] = k.NOBODY
    if not walk[k.PLAIN_WRITES if small[k.WRITE, row] else k.PLAIN]:
        return k.ARRIVED
    move_to(walk, ints[k.AT, row], ARRIVAL, 0)
    if small[k.WRITE, row]:
        known = begin_write(world, ints, floats, small, state, walk, row)
    else:
        known = begin_load(world, ints, floats, small, state, walk, row)
    return k.EVENT if known else k.UNSEEN


@compiled
def one_step(  # noqa: PLR0917 - the tables and the horizon
    world: World,
    ints: Table,
    floats: NDArray[np.float64],
    small: NDArray[np.uint8],
    state: Table,
    walk: Table,
    instant: int,
    rank: int,
    number: int,
) -> int:
    """What comes first: a request, a load's step, or (answer -1) the queue's next event."""
    judged, joined, size = walk[k.JUDGED], walk[k.JOINED], ints.shape[1]
    own = own_first(world, walk, instant, rank, number)
    if own:
        instant, rank, number = world.heap[0, 0], world.heap[0, 1], world.heap[0, 2]
    if judged < joined and (joined == size or ints[k.EFFECT, judged] <= ints[k.AT, joined]):
        if precedes(ints, judged, instant, rank, number):
            return int(take_effect(world, ints, floats, small, state, walk, judged))
    elif joined < size and ints[k.AT, joined] < instant:
        return int(arrive(world, ints, floats, small, state, walk, joined))
    if not own:
        return -1
    return k.EVENT if step_load(world, ints, floats, small, state, walk) else k.UNSEEN


@compiled
def advance(  # noqa: PLR0917 - the tables and the horizon; numba wants them by place
    world: World,
    ints: Table,
    floats: NDArray[np.float64],
    small: NDArray[np.uint8],
    state: Table,
    walk: Table,
    instant: int,
    rank: int,
    number: int,
) -> int:
    """Go on up to the queue's next event, of that instant, rank and number; say why it stopped."""
    size = ints.shape[1]
    while True:
        limit = min(instant, world.heap[0, 0]) if walk[k.HEAP] else instant
        pass_quiet(ints, floats, small, state, walk, limit)
        look_ahead(world, ints, walk)
        pending = walk[k.JUDGED] < size or walk[k.HEAP]
        if walk[k.JOINED] == size and not (walk[k.LAST] and pending):
            return k.END
        if walk[k.PLAIN] and not has_room(world, walk):
            return k.FULL
        why = one_step(world, ints, floats, small, state, walk, instant, rank, number)
        if why != k.EVENT:
            look_ahead(world, ints, walk)
            return k.EVENT if why == -1 else why
