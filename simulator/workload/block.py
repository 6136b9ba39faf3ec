"""Blocks of requests: columns of equal length, cut and woven together."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Block(NamedTuple):
    """Requests in the order of their arrival; instants in nanoseconds, writes as 1."""

    at_ns: NDArray[np.int64]
    key: NDArray[np.int64]
    write: NDArray[np.uint8]
    node: NDArray[np.uint8]
    client: NDArray[np.int32]


def cut(block: Block, n: int) -> Block:
    """The first n requests."""
    return rows(block, slice(n))


def rows(block: Block, which: Any) -> Block:
    """Some of the requests."""
    columns: Any = (column[which] for column in block)
    return Block(*columns)


def woven(one: Block, two: Block) -> Block:
    """All requests of both by instant; of equal ones those of the first come first."""
    pairs: Any = zip(one, two, strict=True)
    both = Block(*map(np.concatenate, pairs))
    return rows(both, np.argsort(both.at_ns, kind="stable"))


def merged(first: Iterator[Block], second: Iterator[Block]) -> Iterator[Block]:
    """Two streams of requests as one, by instant; of equal ones the first's come first.

    No block is empty, and each is woven up to where the earlier of the two ends.
    """
    one, two = next(first, None), next(second, None)
    while one is not None and two is not None:
        until_ns = min(one.at_ns[-1], two.at_ns[-1])
        more_to_come = one.at_ns[-1] == until_ns
        n = int(np.searchsorted(one.at_ns, until_ns, "right"))
        m = int(np.searchsorted(two.at_ns, until_ns, "left" if more_to_come else "right"))
        yield woven(cut(one, n), cut(two, m))
        one = rows(one, slice(n, None)) if n < len(one.at_ns) else next(first, None)
        two = rows(two, slice(m, None)) if m < len(two.at_ns) else next(second, None)
    for last, rest in ((one, first), (two, second)):
        if last is not None:
            yield last
            yield from rest
