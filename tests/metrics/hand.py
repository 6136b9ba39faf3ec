"""A log made by hand: rows with defaults, so that a test names only what matters."""

from typing import Any, NamedTuple

import numpy as np

from simulator import parse
from simulator.counters import Counters
from simulator.ledger import Books
from simulator.log import Chunk, Log, Requests, Samples, Statements, column_types
from simulator.outcome import CODE

NOTHING = Books(0, 0, 0, ())


class Request(NamedTuple):
    """A read that hits at once, unless told otherwise."""

    at_s: float
    outcome: str = "fresh_hit"
    latency_s: float = 0.0
    behind: int = 0
    age_s: float = 0.0
    write: int = 0
    key: int = 0
    client: int = 0
    version: int = 0

    def row(self) -> tuple[float, ...]:
        """The table's row: on node 0."""
        code = CODE[self.outcome]
        return (
            *(self.at_s, self.key, self.write, 0, self.client, code, self.latency_s),
            *(self.version, self.behind, self.age_s),
        )


class Sample(NamedTuple):
    """A state of the world in which there is nothing, unless told otherwise."""

    at_s: float
    entries: int = 0
    dirty: int = 0
    unstored: int = 0
    behind: int = 0
    ahead: int = 0


class Statement(NamedTuple):
    """A load of one row that is served at once, unless told otherwise."""

    joined_s: float
    started_s: float
    done_s: float
    write: int = 0
    rows: int = 1
    ahead: int = 0
    in_flight: int = 1
    queued: int = 0
    refused: int = 0

    def row(self) -> tuple[float, ...]:
        """The table's row: key 0."""
        times, rest = self[:3], self[3:]
        return (*times, 0, *rest)


def table(kind: Any, rows: list[tuple[float, ...]]) -> Any:
    """A table from rows."""
    columns = zip(*rows, strict=True) if rows else [()] * len(kind._fields)
    pairs = zip(columns, column_types(kind), strict=True)
    return kind(*(np.array(column, dtype=dtype) for column, dtype in pairs))


def log_of(
    requests: tuple[Request, ...] = (),
    statements: tuple[Statement, ...] = (),
    *,
    samples: tuple[Sample, ...] = (),
    counters: Counters | None = None,
    books: Books = NOTHING,
) -> Log:
    """A log of 20 s, of which the second half counts; two connections."""
    scenario = parse(
        {"workload": {"warmup_s": 10, "duration_s": 20}, "database": {"connections": 2}}
    )
    chunks: list[Chunk] = [
        table(Requests, [request.row() for request in requests]),
        table(Statements, [statement.row() for statement in statements]),
        table(Samples, list(samples)),
    ]
    return Log(scenario, "hand", chunks, counters or Counters(), books)
