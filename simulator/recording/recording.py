"""A recording: a trace's requests with dense key numbers, and what is known of it as a whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.recording.numbering import FILL, Numbering, sampled
from simulator.recording.spool import Spool
from simulator.traces import file_of, reader
from simulator.traces.columns import DELETE, READ, SET, WRITE, Columns
from simulator.traces.errors import MALFORMED_LIMIT, Faults, TraceError
from simulator.traces.source import Source

MOST = 2_000_000_000
"""A trace of more requests, or keys, is refused."""
NANOSECONDS = 10**9
WORDS = {READ: "reads", WRITE: "writes", DELETE: "deletes", FILL: "fills"}


class Part(NamedTuple):
    """Consecutive requests of a recording; columns that the trace does not have are None."""

    key: NDArray[np.int32]
    at_ns: NDArray[np.int64] | None
    op: NDArray[np.uint8] | None


@dataclass
class Recording:
    """A trace that has been read. Fills, which answer misses, are counted and left out.

    `accesses` counts what the file held, `requests` what is kept (all but fills, and of those
    only the sampled keys). Instants count from the first one of the file.
    """

    name: str
    format: str
    rate: float
    faults: Faults
    keys: Spool
    at_ns: Spool | None = None
    op: Spool | None = None
    size_b: NDArray[np.int64] | None = None
    """The last known size of each key's value, 0 where none was; None if the trace has none."""
    ttl_ns: NDArray[np.int64] | None = None
    """The last TTL given to each key, likewise."""
    distinct: int = 0
    accesses: int = 0
    reads: int = 0
    """Reads that the file held, sampled or not; all accesses where it has no operations."""
    absent: int = 0
    """Of these, the ones of which the file tells that nothing was there."""
    operations: dict[str, int] = field(default_factory=dict)
    origin_ns: int = 0
    """The first row's instant, as the file counts time."""
    span_ns: int = 0
    """From the earliest to the latest instant."""
    earliest_ns: int = 0
    """Before the first row's instant, where the file is not in order."""
    steps_back: int = 0
    """How often the next row's instant is earlier."""

    @property
    def requests(self) -> int:
        """How many requests can be replayed."""
        return self.keys.size

    def parts(self, n: int) -> Iterator[Part]:
        """The requests in file order, n at a time."""
        for start in range(0, self.requests, n):
            columns = (self.keys, self.at_ns, self.op)
            yield Part(*(c if c is None else c.part(start, n) for c in columns))  # type: ignore[arg-type]

    def parts_by_time(self, n: int) -> Iterator[Part]:
        """The requests in the order of their instants, equal ones in file order.

        A file that is in order streams; another is sorted in memory, about 25 bytes a request.
        """
        if self.at_ns is None or not self.steps_back:
            yield from self.parts(n)
            return
        order = np.argsort(self.at_ns.whole(), kind="stable")
        columns = [c if c is None else c.whole() for c in (self.keys, self.at_ns, self.op)]
        for start in range(0, self.requests, n):
            rows = order[start : start + n]
            yield Part(*(c if c is None else c[rows] for c in columns))  # type: ignore[arg-type]


class Scan:
    """Reads a trace block by block into a recording."""

    def __init__(self, recording: Recording, most_requests: int, most_keys: int) -> None:
        """Nothing read yet."""
        self.recording, self.numbering = recording, Numbering()
        self.most = {"requests": most_requests, "different keys": most_keys}
        self.origin_ns: int | None = None
        self.latest_ns = self.before_ns = 0

    def take(self, columns: Columns) -> None:
        """One block."""
        recording = self.recording
        recording.accesses += len(columns.key)
        op = columns.op
        read = np.ones(len(columns.key), dtype=np.bool_) if op is None else op == READ
        recording.reads += int(read.sum())
        recording.absent += 0 if columns.absent is None else int(columns.absent[read].sum())
        if recording.rate < 1:
            columns = columns.kept(sampled(columns.key, recording.rate))
        if len(columns.key):
            numbers = self.numbering.number(columns.key)
            recording.distinct = self.numbering.known
            recording.size_b = by_key(recording.size_b, numbers, columns.size_b, recording.distinct)
            recording.ttl_ns = by_key(recording.ttl_ns, numbers, columns.ttl_ns, recording.distinct)
            self.keep(numbers, columns)
        self.check()

    def check(self) -> None:
        """Raise TraceError for a trace that is too long."""
        found = {"requests": self.recording.requests, "different keys": self.recording.distinct}
        for word, most in self.most.items():
            if found[word] > most:
                raise TraceError(
                    f"a trace may have at most {most:,} {word} here, this one has more; take a "
                    "sample of its keys"
                )

    def keep(self, numbers: NDArray[np.int32], columns: Columns) -> None:
        """Spool the block's requests."""
        recording, at_ns, op = self.recording, columns.at_ns, columns.op
        if op is not None:
            if (op == SET).any() or recording.operations.get("fills"):
                op = self.numbering.without_fills(numbers, op)
            self.count(op)
            kept = op != FILL
            if not kept.all():
                numbers, op = numbers[kept], op[kept]
                at_ns = None if at_ns is None else at_ns[kept]
        recording.keys.add(numbers)
        if op is not None:
            recording.op = added(recording.op, np.uint8, op)
        if at_ns is not None and len(at_ns):
            recording.at_ns = added(recording.at_ns, np.int64, self.since_first(at_ns))

    def count(self, op: NDArray[np.uint8]) -> None:
        """Count operations by their words."""
        found = np.bincount(op, minlength=FILL + 1).tolist()
        for code, word in WORDS.items():
            self.recording.operations[word] = self.recording.operations.get(word, 0) + found[code]

    def since_first(self, at_ns: NDArray[np.int64]) -> NDArray[np.int64]:
        """Instants from the first one on; notes how far they reach, and steps back."""
        if self.origin_ns is None:
            self.origin_ns = self.recording.origin_ns = int(at_ns[0])
        since = at_ns - self.origin_ns
        recording = self.recording
        recording.steps_back += int((np.diff(since, prepend=self.before_ns) < 0).sum())
        self.before_ns = int(since[-1])
        recording.earliest_ns = min(recording.earliest_ns, int(since.min()))
        self.latest_ns = max(self.latest_ns, int(since.max()))
        recording.span_ns = self.latest_ns - recording.earliest_ns
        return since


def added(spool: Spool | None, dtype: Any, values: NDArray[Any]) -> Spool:
    """A spool, made if need be, with some more values."""
    spool = spool or Spool(dtype)
    spool.add(values)
    return spool


def by_key(
    held: NDArray[np.int64] | None,
    numbers: NDArray[np.int32],
    values: NDArray[np.int64] | None,
    keys: int,
) -> NDArray[np.int64] | None:
    """The last value that is not 0 of each key; None where the format has none."""
    if values is None:
        return held
    held = np.zeros(0, dtype=np.int64) if held is None else held
    if len(held) < keys:
        held = np.concatenate(
            [held, np.zeros(max(keys, 2 * len(held)) - len(held), dtype=np.int64)]
        )
    told = values > 0
    held[numbers[told]] = values[told]
    return held


def record(
    path: str,
    format_name: str | None = None,
    columns: str | None = None,
    *,
    rate: float = 1.0,
    malformed_limit: int = MALFORMED_LIMIT,
    most_requests: int = MOST,
    most_keys: int = MOST,
    on_progress: Callable[[float], None] | None = None,
) -> Recording:
    """Read a shipped trace or a file; raises TraceError with one sentence."""
    source = Source(file_of(path), columns, malformed_limit)
    module = reader(source, format_name)
    source.on_progress = on_progress or source.on_progress
    recording = Recording(path, module.name, rate, source.faults, Spool(np.int32))
    scan = Scan(recording, most_requests, most_keys)
    for block in module.read(source):
        scan.take(block)
    if not recording.requests:
        raise TraceError(nothing(recording, source))
    return trimmed(recording)


def trimmed(recording: Recording) -> Recording:
    """Without spare room, and without columns that never told anything."""
    for name in ("size_b", "ttl_ns"):
        held = getattr(recording, name)
        if held is not None:
            held = held[: recording.distinct]
            setattr(recording, name, held if held.any() else None)
    return recording


def nothing(recording: Recording, source: Source) -> str:
    """The sentence for a trace without requests."""
    file = source.path.name
    if recording.accesses and recording.rate < 1:
        return (
            f"{file}: the sample must hold a key, of {recording.accesses:,} accesses none is "
            f"in one of rate {recording.rate:g}; raise the rate"
        )
    if source.faults.count:
        return (
            f"{file}: no line is one of the format {recording.format}, {source.faults.told()}; "
            "choose another format"
        )
    return f"{file} holds no requests; choose another trace"
