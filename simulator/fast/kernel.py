"""Fast-forward: walks the requests over quiet reads until something happens that needs Python.

A quiet read finds an entry that is simply used: nothing in the world changes but counters and
recency. Requests come as columns, the cache's state as one row of numbers a key. The kernel
stops at the next event of the queue, at a request that is no quiet read, or at the columns' end.
It is compiled by numba and kept on disk; without numba the same function runs as it stands.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.clock import EFFECT as EFFECT_RANK

try:
    from numba import njit
except ImportError:  # pragma: no cover - exercised in a process of its own

    def njit(**_: Any) -> Callable[[Any], Any]:  # type: ignore[no-redef]
        """Leave a function as it is."""
        return lambda function: function


# Whole numbers of a request, one row of the table each.
AT, KEY, EFFECT, NEWEST, MARK, VERSION, BEHIND = range(7)
INTS = 7
# Floating point numbers of a request.
LATENCY, AGE = range(2)
FLOATS = 2
# Small numbers of a request.
WRITE, NODE, OUTCOME, DONE = range(4)
BYTES = 4

# The state of a key: one line of the processor's cache.
QUIET, HELD, STALE, WORD, ACKED, USED, BEFORE, AFTER = range(8)
STATES = 8

# Where the walk is, and its rules: read and written by both sides.
(
    NEXT,  # when the walk could go on: until then only events happen
    JUDGED,  # requests before this one have been judged, or are somebody else's
    JOINED,  # requests before this one have arrived
    FREE,  # when the cache's thread is free
    ANSWERED,  # when the last quiet read was answered
    LAST,  # 1 in the last block
    HALF,  # half a round trip
    SERVICE,  # the cache's service time
    OPENS,  # 1 if reads begin with a look-up
    RECENCY,  # which recency is kept: NONE, ORDER or CLOCK
    PATIENCE,  # the client's timeout
    ROW,  # the request at which it stopped
) = range(12)
WALK = 12

NONE, ORDER, CLOCK = range(3)
"""Kinds of recency: none, a list from the least recently used on, or the time of last use."""

END, EVENT, ARRIVED, FOUND = range(4)
"""Why the walk stopped: no request left; the queue's next event comes first; the request ROW has
arrived and is not the kernel's business; it takes effect at the cache and is not quiet."""


@njit(cache=True)
def touch(state: NDArray[np.int64], key: int) -> None:
    """Move a key to the recent end of the list; the list's ends are the last row."""
    ends = len(state) - 1
    before, after = state[key, BEFORE], state[key, AFTER]
    state[before, AFTER] = after
    state[after, BEFORE] = before
    newest = state[ends, BEFORE]
    state[newest, AFTER] = key
    state[key, BEFORE] = newest
    state[key, AFTER] = ends
    state[ends, BEFORE] = key


@njit(cache=True)
def judge(  # noqa: PLR0917 - the tables, and which row
    ints: NDArray[np.int64],
    floats: NDArray[np.float64],
    small: NDArray[np.uint8],
    state: NDArray[np.int64],
    walk: NDArray[np.int64],
    row: int,
) -> bool:
    """Answer a read from the cache if it is quiet, and note all there is to note of it."""
    key, effect = ints[KEY, row], ints[EFFECT, row]
    answered = effect + walk[HALF]
    if answered > state[key, QUIET]:
        return False
    behind = ints[NEWEST, row] - state[key, HELD]
    ints[VERSION, row] = state[key, HELD]
    ints[BEHIND, row] = max(behind, 0)
    floats[AGE, row] = (ints[AT, row] - state[key, STALE]) / 1e9 if behind > 0 else 0.0
    floats[LATENCY, row] = (answered - ints[AT, row]) / 1e9
    small[OUTCOME, row] = state[key, WORD]
    small[DONE, row] = 1
    walk[ANSWERED] = answered
    if walk[RECENCY] == ORDER:
        touch(state, key)
    elif walk[RECENCY] == CLOCK:
        state[key, USED] = effect
    return True


@njit(cache=True)
def join(
    ints: NDArray[np.int64],
    state: NDArray[np.int64],
    walk: NDArray[np.int64],
    row: int,
    scheduled: int,
) -> bool:
    """Send a read to the cache: its turn there is known at once. False if its client won't wait."""
    start = max(walk[FREE], ints[AT, row] + walk[HALF])
    effect = start + walk[SERVICE]
    if effect + walk[HALF] - ints[AT, row] > walk[PATIENCE]:
        return False
    if walk[SERVICE]:
        walk[FREE] = effect
    ints[EFFECT, row] = effect
    ints[MARK, row] = scheduled
    ints[NEWEST, row] = state[ints[KEY, row], ACKED]
    return True


@njit(cache=True)
def precedes(ints: NDArray[np.int64], row: int, instant: int, rank: int, number: int) -> bool:
    """Does a read take effect before an event of that instant, rank and number?"""
    effect = ints[EFFECT, row]
    if effect != instant or effect == ints[AT, row]:
        return bool(effect < instant)
    return rank > EFFECT_RANK or (rank == EFFECT_RANK and bool(ints[MARK, row] <= number))


@njit(cache=True)
def look_ahead(ints: NDArray[np.int64], walk: NDArray[np.int64]) -> None:
    """Note when the next request arrives or takes effect: until then nothing is to be walked.

    At the columns' end that is an instant that has passed, so that the walk says so.
    """
    judged, joined = walk[JUDGED], walk[JOINED]
    size = ints.shape[1]
    while judged < joined and ints[EFFECT, judged] < 0:
        judged += 1
    walk[JUDGED] = judged
    walk[NEXT] = ints[AT, min(joined, size - 1)] if size else 0
    if judged < joined and (joined == size and walk[LAST] or ints[EFFECT, judged] < walk[NEXT]):
        walk[NEXT] = ints[EFFECT, judged]


@njit(cache=True)
def advance(  # noqa: PLR0917 - the tables and the horizon; numba wants them by place
    ints: NDArray[np.int64],
    floats: NDArray[np.float64],
    small: NDArray[np.uint8],
    state: NDArray[np.int64],
    walk: NDArray[np.int64],
    instant: int,
    rank: int,
    number: int,
    scheduled: int,
) -> int:
    """Go on up to the queue's next event, of that instant, rank and number; say why it stopped."""
    size = ints.shape[1]
    while True:
        look_ahead(ints, walk)
        judged, joined = walk[JUDGED], walk[JOINED]
        if joined == size and (judged == size or not walk[LAST]):
            return END
        if judged < joined and ints[EFFECT, judged] == walk[NEXT]:
            if not precedes(ints, judged, instant, rank, number):
                return EVENT
            walk[JUDGED], walk[ROW] = judged + 1, judged
            if not judge(ints, floats, small, state, walk, judged):
                look_ahead(ints, walk)
                return FOUND
        else:
            if ints[AT, joined] >= instant:
                return EVENT
            walk[JOINED], walk[ROW] = joined + 1, joined
            own = walk[OPENS] and not small[WRITE, joined]
            if not own or not join(ints, state, walk, joined, scheduled):
                ints[EFFECT, joined] = -1
                look_ahead(ints, walk)
                return ARRIVED
