"""Two small queues for the kernel: events in their order, and a pool of servers with its line."""

import numpy as np
from numpy.typing import NDArray

from simulator.clock import DONE
from simulator.fast import layout as k
from simulator.fast.jit import compiled

Table = NDArray[np.int64]


@compiled
def less(heap: Table, a: int, b: int) -> bool:
    """Is row a before row b?"""
    for column in range(heap.shape[1]):
        if heap[a, column] != heap[b, column]:
            return bool(heap[a, column] < heap[b, column])
    return False


@compiled
def swap(heap: Table, a: int, b: int) -> None:
    """Exchange two rows."""
    for column in range(heap.shape[1]):
        heap[a, column], heap[b, column] = heap[b, column], heap[a, column]


@compiled
def sift_up(heap: Table, place: int) -> None:
    """Bring a new last row to its place."""
    while place > 0:
        parent = (place - 1) // 2
        if not less(heap, place, parent):
            return
        swap(heap, place, parent)
        place = parent


@compiled
def take_first(heap: Table, size: int) -> None:
    """Remove the first of `size` rows."""
    swap(heap, 0, size - 1)
    place, size = 0, size - 1
    while True:
        child = 2 * place + 1
        if child >= size:
            return
        if child + 1 < size and less(heap, child + 1, child):
            child += 1
        if not less(heap, child, place):
            return
        swap(heap, child, place)
        place = child


@compiled
def push(heap: Table, walk: Table, at: int, rank: int, number: int, slot: int) -> None:  # noqa: PLR0917
    """Schedule the next step of a load."""
    place = walk[k.HEAP]
    heap[place, 0], heap[place, 1], heap[place, 2], heap[place, 3] = at, rank, number, slot
    walk[k.HEAP] = place + 1
    walk[k.SCHEDULED] += 1
    sift_up(heap, place)


@compiled
def ended(walk: Table, at: int, ticket: int) -> bool:
    """Has the end of a service been processed?"""
    if at != walk[k.NOW] or walk[k.NOW_RANK] != DONE:
        return bool(at < walk[k.NOW] or (at == walk[k.NOW] and walk[k.NOW_RANK] > DONE))
    return bool(ticket <= walk[k.NOW_NUMBER])


@compiled
def serve(busy: Table, walk: Table, at: int, ticket: int) -> None:
    """A server will be free then."""
    place = walk[k.BUSY]
    busy[place, 0], busy[place, 1] = at, ticket
    walk[k.BUSY] = place + 1
    sift_up(busy, place)


@compiled
def join_pool(busy: Table, line: Table, walk: Table, service: int, ticket: int) -> int:
    """Join the pool now; answers when the service starts (see simulator.fast.station)."""
    now, walk[k.WAITED] = walk[k.NOW], 0
    if walk[k.SERVERS] == 0:
        return int(now)
    room = len(line) - 1
    while walk[k.HEAD] < walk[k.TAIL] and ended(
        walk, line[walk[k.HEAD] & room, 0], line[walk[k.HEAD] & room, 1]
    ):
        walk[k.HEAD] += 1
    while walk[k.BUSY] and ended(walk, busy[0, 0], busy[0, 1]):
        take_first(busy, walk[k.BUSY])
        walk[k.BUSY] -= 1
    if walk[k.BUSY] < walk[k.SERVERS]:
        if service:
            serve(busy, walk, now + service, ticket)
        return int(now)
    start, freeing = busy[0, 0], busy[0, 1]
    take_first(busy, walk[k.BUSY])
    walk[k.BUSY] -= 1
    line[walk[k.TAIL] & room, 0], line[walk[k.TAIL] & room, 1] = start, freeing
    walk[k.TAIL] += 1
    walk[k.WAITED] = walk[k.TAIL] - walk[k.HEAD]
    serve(busy, walk, start + service, ticket)
    return int(start)
