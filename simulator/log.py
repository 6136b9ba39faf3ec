"""The log: everything a run produced, as columns in chunks.

A chunk is a short table of equal columns. Metrics fold over chunks, so a long run need not be
held in memory: give `simulate` a `keep` function and it hands each chunk over and forgets it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulator.counters import Counters
from simulator.ledger import Books

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Clients = NDArray[np.int32]


class Requests(NamedTuple):
    """Requests in the order of their arrival.

    `at_s` is the scheduled arrival, `latency_s` counts from there. `node` is the application node
    that served it, `client` the user whose request it was. `outcome` is a place in
    simulator.outcome.OUTCOMES. `version` is what a read returned or a write was given, -1 after
    a failure. `behind` counts acknowledged versions that a read missed, `age_s` how long the
    first of them had been acknowledged when the read started; both are 0 when it was current.
    """

    at_s: Floats
    key: Ints
    write: Bytes
    node: Bytes
    client: Clients
    outcome: Bytes
    latency_s: Floats
    version: Ints
    behind: Ints
    age_s: Floats


class Statements(NamedTuple):
    """Statements at the database in the order of their end.

    `rows` is how many rows the statement touched, `ahead` how many of them nobody had asked
    for. `in_flight` counts the loads of the first key at the beginning of this one, itself
    included; it is 0 for writes and for loads that are all ahead of demand. `queued` is how
    many waited for a connection when it had joined, itself included. A refused statement
    starts and ends when it joined.
    """

    joined_s: Floats
    started_s: Floats
    done_s: Floats
    key: Ints
    write: Bytes
    rows: Ints
    ahead: Ints
    in_flight: Ints
    queued: Ints
    refused: Bytes


class Samples(NamedTuple):
    """The state of the world at regular instants.

    `entries` counts what is in the cache, expired entries that have not been removed included;
    `behind` and `ahead` how many of them are older or newer than the database's row. `dirty`
    counts keys that wait to be stored, `unstored` acknowledged writes that the database holds
    neither themselves nor in a newer version, whether they still wait or are lost.
    """

    at_s: Floats
    entries: Ints
    dirty: Ints
    unstored: Ints
    behind: Ints
    ahead: Ints


Chunk = Requests | Statements | Samples
C = TypeVar("C", Requests, Statements, Samples)


@dataclass
class Log:
    """The result of one run. `chunks` is empty when they were handed over during the run."""

    scenario: Any
    engine: str
    chunks: list[Chunk] = field(default_factory=list)
    counters: Counters = field(default_factory=Counters)
    books: Books = field(default_factory=lambda: Books(0, 0, 0, ()))

    def table(self, kind: type[C]) -> C:
        """All chunks of one kind as one table."""
        found = [chunk for chunk in self.chunks if isinstance(chunk, kind)]
        if not found:
            return empty(kind)
        return kind(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


class Recorder:
    """Collects rows one at a time and hands them on as chunks; instants come in nanoseconds."""

    def __init__(self, kind: type[Any], keep: Callable[[Any], None], size: int = 8192) -> None:
        """`kind` is the table's type, `keep` takes each chunk of about `size` rows."""
        self.kind, self.keep, self.size = kind, keep, size
        self.rows: list[tuple[int, ...]] = []

    def add(self, *row: int) -> None:
        """One more row."""
        self.rows.append(row)
        if len(self.rows) >= self.size:
            self.flush()

    def flush(self) -> None:
        """Hand on what there is."""
        if self.rows:
            self.keep(from_rows(self.kind, self.rows))
            self.rows = []


def rows_of(table: C, which: Any) -> C:
    """Some rows of a table, chosen by a slice or a mask."""
    return type(table)(*(column[which] for column in table))


def column_types(kind: type[Any]) -> Iterator[Any]:
    """The numpy type of each column."""
    names = {Floats: np.float64, Ints: np.int64, Bytes: np.uint8, Clients: np.int32}
    return (names[kind.__annotations__[name]] for name in kind._fields)


def from_rows(kind: type[C], rows: list[tuple[int, ...]]) -> C:
    """A chunk from rows of whole numbers; columns in seconds come in nanoseconds."""
    return from_table(kind, np.array(rows, dtype=np.int64))


def from_table(kind: type[C], table: Ints) -> C:
    """A chunk from a table of whole numbers; columns in seconds come in nanoseconds."""
    columns = zip(table.T, column_types(kind), strict=True)
    return kind(
        *(
            column / 1e9 if dtype is np.float64 else column.astype(dtype)
            for column, dtype in columns
        )
    )


def empty(kind: type[C]) -> C:
    """A chunk without rows."""
    return kind(*(np.empty(0, dtype=dtype) for dtype in column_types(kind)))
