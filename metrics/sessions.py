"""The guarantees of a session: does a user see what he wrote, and never less than he has seen?"""

from typing import Any, ClassVar, NamedTuple, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from metrics.family import Declaration, Family, Number, Span, ratio
from simulator.log import Log, Requests
from simulator.outcome import CODE

BLOCK = 1 << 17
"""Requests that are judged together."""
MOST_PAIRS = 1_000_000
"""Pairs of a user and a key of which something is remembered, in 40 bytes each."""
USER_BITS = 32
"""A pair is one number: the key, and in so many bits below it the user."""
BUCKETS = 1 << 16
"""Pairs are sifted by so many buckets before they are sorted."""
MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number that spreads pairs over buckets (Knuth's multiplicative hashing)."""

Ints = NDArray[np.int64]


class Known(NamedTuple):
    """What users know: of which key, from which instant on, by which request, which version.

    A version that the user saw stands in `seen`, one that he wrote himself in `own`.
    """

    pair: Ints
    at_ns: Ints
    row: Ints
    seen: Ints
    own: Ints


class Asked(NamedTuple):
    """Reads to be judged: of which user and key, when they began, what they returned."""

    pair: Ints
    at_ns: Ints
    row: Ints
    version: Ints


K = TypeVar("K", Known, Asked)


class Sessions(Family):
    """Reads that break a promise to their user, over the answered reads of all users followed.

    A read misses its user's own write if that was acknowledged before the read began. It goes
    back if it returns less than a read of the same user that had ended before it began. Both are
    exact. Sessions begin when the warm-up ends. Should a run bring more pairs of user and key
    than may be remembered, half of the users are followed no longer.
    """

    place = 2
    declarations: ClassVar = {
        "own_write_missed_ratio": Declaration(
            "Own writes missed",
            "1",
            "lower",
            "Reads that returned less than their user had written (no read-your-writes).",
        ),
        "went_back_ratio": Declaration(
            "Reads that went back",
            "1",
            "lower",
            "Reads that returned less than their user had seen before (no monotonic reads).",
        ),
    }

    def __init__(self, span: Span) -> None:
        """Nothing known and nothing counted; all users are followed."""
        super().__init__(span)
        self.known = Known(*(np.empty(0, dtype=np.int64) for _ in Known._fields))
        self.waiting: list[Requests] = []
        self.rows = self.judged = self.reads = self.missed = self.went_back = 0
        self.users = 1 << USER_BITS

    def requests(self, chunk: Requests) -> None:
        """Keep requests until there are enough to be judged."""
        self.waiting.append(chunk)
        self.rows += len(chunk.at_s)
        if self.rows >= BLOCK:
            self.judge()
            self.forget()

    def judge(self) -> None:
        """Count what is broken among the requests that wait, and learn what their users know."""
        if not self.waiting:
            return
        waiting = Requests(*map(np.concatenate, zip(*self.waiting, strict=True)))
        news, asked = told(waiting, self.judged, self.users)
        self.judged += self.rows
        self.waiting, self.rows = [], 0
        self.known = Known(*map(np.concatenate, zip(self.known, news, strict=True)))
        missed, went_back = broken(self.known, asked)
        self.reads += len(asked.pair)
        self.missed += missed
        self.went_back += went_back
        self.last_ns = int(asked.at_ns[-1]) if len(asked.at_ns) else 0

    def forget(self) -> None:
        """Remember of each pair only the best; where there are too many, follow fewer users."""
        self.known = best(self.known, self.last_ns)
        while len(self.known.pair) > MOST_PAIRS and self.users > 1:
            users = self.known.pair & ((1 << USER_BITS) - 1)
            self.users = (int(users.max()) + 1) // 2
            self.known = rows_where(self.known, users < self.users)

    def merge(self, other: Self) -> None:
        """Add counts; requests that wait on both sides are judged together."""
        waiting = [*self.waiting, *other.waiting]
        self.waiting = sorted(waiting, key=lambda chunk: float(chunk.at_s[:1].sum()))
        self.rows += other.rows
        for name in ("reads", "missed", "went_back"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def figures(self, log: Log) -> dict[str, Number]:
        """The two shares."""
        self.judge()
        return {
            "own_write_missed_ratio": ratio(self.missed, self.reads),
            "went_back_ratio": ratio(self.went_back, self.reads),
        }


def rows_where(table: K, which: Any) -> K:
    """Some rows, chosen by a mask or by their places."""
    return type(table)(*(column[which] for column in table))


def told(chunk: Requests, first: int, users: int) -> tuple[Known, Asked]:
    """What requests let their users know, and the reads to be judged; `first` numbers the rows."""
    row = np.arange(first, first + len(chunk.at_s), dtype=np.int64)
    counts = (chunk.version >= 0) & (chunk.client < users)
    pair = (chunk.key << USER_BITS) | chunk.client
    read = chunk.write == 0
    at_ns = instants_ns(chunk.at_s)
    asked = rows_where(Asked(pair, at_ns, row, chunk.version), np.flatnonzero(counts & read))
    learns = counts & (chunk.version > 0) & (read | (chunk.outcome == CODE["acknowledged"]))
    ends_ns = instants_ns(chunk.at_s + chunk.latency_s)
    seen, own = np.where(read, chunk.version, 0), np.where(read, 0, chunk.version)
    return rows_where(Known(pair, ends_ns, row, seen, own), np.flatnonzero(learns)), asked


def instants_ns(at_s: NDArray[np.float64]) -> Ints:
    """Instants in whole nanoseconds, of which two can be the same."""
    return np.rint(at_s * 1e9).astype(np.int64)


def broken(known: Known, asked: Asked) -> tuple[int, int]:
    """How many of these reads missed an own write, and how many went back.

    Everything is sorted by pair and time, so that the best that a user knew when he asked is a
    running maximum.
    """
    known, asked = sifted(known, asked)
    reads = len(asked.pair)
    pair = np.concatenate([known.pair, asked.pair])
    turn = np.concatenate([2 * asked_before(known, asked), 2 * np.arange(reads) + 1])
    order = in_order(turn, pair)
    place = order[order >= len(known.pair)] - len(known.pair)
    group = np.cumsum(np.diff(pair[order], prepend=-1) != 0)
    padding = np.zeros(reads, dtype=np.int64)
    own, seen = (
        running(np.concatenate([column, padding])[order], group)[order >= len(known.pair)]
        for column in (known.own, known.seen)
    )
    version = asked.version[place]
    return int((own > version).sum()), int((seen > version).sum())


def asked_before(known: Known, asked: Asked) -> Ints:
    """How many of the reads began before each thing became known; at one instant by row."""
    first, last = (np.searchsorted(asked.at_ns, known.at_ns, side) for side in ("left", "right"))
    return np.clip(np.searchsorted(asked.row, known.row, "right"), first, last)


def in_order(*columns: Ints) -> Ints:
    """Places in ascending order of the last column, then of the one before it, and so on.

    Goes by sixteen bits at a time, which numpy sorts in linear time: several times faster than
    a sort of whole numbers.
    """
    order = np.arange(len(columns[0]))
    for column in columns:
        for shift in range(0, 64, 16):
            digit = (column >> shift).astype(np.uint16)
            if digit.any():
                order = order[np.argsort(digit[order], kind="stable")]
    return order


def running(values: Ints, group: Ints) -> Ints:
    """The largest value so far within each group of neighbours."""
    step = int(values.max(initial=0)) + 1
    best_so_far: Ints = np.maximum.accumulate(values + group * step) - group * step
    return best_so_far


def sifted(known: Known, asked: Asked) -> tuple[Known, Asked]:
    """Without most of what cannot matter: reads that returned enough for all in their bucket."""
    places, sought = bucket(known.pair), bucket(asked.pair)
    most = np.zeros(BUCKETS, dtype=np.int64)
    np.maximum.at(most, places, np.maximum(known.seen, known.own))
    doubtful = asked.version < most[sought]
    wanted = np.zeros(BUCKETS, dtype=bool)
    wanted[sought[doubtful]] = True
    needed = np.flatnonzero(wanted[places])
    return rows_where(known, needed), rows_where(asked, np.flatnonzero(doubtful))


def bucket(pair: Ints) -> Ints:
    """Which bucket a pair falls into."""
    mixed = pair.astype(np.uint64) * MIX
    return (mixed >> np.uint64(48)).astype(np.int64)


def best(known: Known, now_ns: int) -> Known:
    """One row a pair with the best that it knows by now; what it learns later stays as it is."""
    past = rows_where(known, known.at_ns <= now_ns)
    past = rows_where(past, np.argsort(past.pair, kind="stable"))
    firsts = np.flatnonzero(np.diff(past.pair, prepend=-1))
    if not len(firsts):
        return known
    own, seen = (np.maximum.reduceat(column, firsts) for column in (past.own, past.seen))
    zeros = np.zeros(len(firsts), dtype=np.int64)
    whole = Known(past.pair[firsts], zeros, zeros - 1, seen, own)
    later = rows_where(known, known.at_ns > now_ns)
    return Known(*map(np.concatenate, zip(whole, later, strict=True)))
