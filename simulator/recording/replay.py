"""A recording as the workload of a run: which of its requests, in which order, and when."""

from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.recording.recording import MOST, Part, Recording, record
from simulator.traces import file_of
from simulator.traces.columns import READ
from simulator.traces.errors import TraceError

NANOSECONDS = 10**9


class Played(NamedTuple):
    """Requests as a run takes them; None where the workload's laws decide."""

    key: NDArray[np.int64]
    at_ns: NDArray[np.int64] | None
    write: NDArray[np.uint8] | None


def recording_of(
    trace: Any,
    on_progress: Callable[[float], None] | None = None,
    most: tuple[int, int] = (MOST, MOST),
) -> Recording:
    """The recording that a scenario's trace means; the last few are remembered.

    `most` bounds requests and different keys.
    """
    stamp = file_of(trace.path).stat()
    hear.function = on_progress
    try:
        return remembered(
            (trace.path, trace.format, trace.columns, trace.sample, trace.malformed_limit),
            (stamp.st_mtime_ns, stamp.st_size),
            most,
        )
    finally:
        hear.function = None


class Hearer:
    """Hands progress on to whoever listens at the moment; no part of what is remembered."""

    function: Callable[[float], None] | None = None

    def __call__(self, share: float) -> None:
        """The share that has been read."""
        if self.function is not None:
            self.function(share)


hear = Hearer()


@lru_cache(maxsize=2)
def remembered(given: tuple[Any, ...], _stamp: tuple[int, int], most: tuple[int, int]) -> Recording:
    """Read a file, unless an unchanged one has just been read."""
    path, format_name, columns, rate, malformed_limit = given
    return record(
        path,
        format_name,
        columns,
        rate=rate,
        malformed_limit=malformed_limit,
        most_requests=most[0],
        most_keys=most[1],
        on_progress=hear,
    )


class Replay:
    """One pass through a recording."""

    def __init__(self, trace: Any) -> None:
        """Raises TraceError, also where the trace lacks what is asked of it."""
        self.trace, self.recording = trace, recording_of(trace)
        if trace.time == "trace" and self.recording.at_ns is None:
            raise TraceError(
                f"{trace.path} has no times (format {self.recording.format}); set "
                "workload.trace.time to law"
            )

    @property
    def requests(self) -> int:
        """How many requests will be replayed."""
        if self.trace.operations == "reads-only" and self.recording.op is not None:
            return self.recording.operations["reads"]
        return self.recording.requests

    @property
    def distinct(self) -> int:
        """How many keys they ask for."""
        if self.requests == self.recording.requests:
            return self.recording.distinct
        asked = np.zeros(self.recording.distinct, dtype=np.bool_)
        for part in self.parts(1 << 20):
            asked[part.key] = True
        return int(asked.sum())

    @property
    def end_ns(self) -> int:
        """When the last of them arrives, if the trace's instants count."""
        return int(self.instants(np.array([self.latest_ns]))[0])

    @property
    def latest_ns(self) -> int:
        """The latest instant of the recording."""
        return self.recording.earliest_ns + self.recording.span_ns

    @property
    def row_ttl_s(self) -> Callable[[int], float | None] | None:
        """The TTL of a key in seconds; None where the trace gives none, or they do not count."""
        ttl_ns = self.recording.ttl_ns
        if ttl_ns is None or self.trace.ttl != "trace":
            return None
        given = ttl_ns

        def row_ttl_s(key: int) -> float | None:
            return float(given[key]) / NANOSECONDS or None if key < len(given) else None

        return row_ttl_s

    def sizes(self, otherwise: NDArray[np.int64], overhead_b: int) -> NDArray[np.int64]:
        """Bytes of each key's entry: as recorded, and as given where the trace does not tell."""
        recorded = self.recording.size_b
        if recorded is None:
            return otherwise
        sizes = otherwise.copy()
        known = np.flatnonzero(recorded)
        sizes[known] = recorded[known] + overhead_b
        return sizes

    def parts(self, n: int) -> Iterator[Played]:
        """The requests, at most n at a time."""
        by_time = self.trace.order == "time"
        whole = self.recording.parts_by_time(n) if by_time else self.recording.parts(n)
        before_ns = 0
        for part in whole:
            at_ns = None
            if self.trace.time == "trace" and part.at_ns is not None:
                at_ns = np.maximum(np.maximum.accumulate(self.instants(part.at_ns)), before_ns)
                before_ns = int(at_ns[-1])
            yield self.played(part, at_ns)

    def played(self, part: Part, at_ns: NDArray[np.int64] | None) -> Played:
        """A part under the chosen meaning of its operations."""
        key, how = part.key.astype(np.int64), self.trace.operations
        if how == "as-reads":
            return Played(key, at_ns, np.zeros(len(key), dtype=np.uint8))
        if part.op is None or how == "law":
            return Played(key, at_ns, None)
        if how == "trace":
            return Played(key, at_ns, (part.op != READ).astype(np.uint8))
        kept = part.op == READ
        at_ns = None if at_ns is None else at_ns[kept]
        return Played(key[kept], at_ns, np.zeros(int(kept.sum()), dtype=np.uint8))

    def instants(self, at_ns: NDArray[np.int64]) -> NDArray[np.int64]:
        """Recorded instants as instants of the run: from 0 on, at the chosen speed."""
        earliest_ns, origin_ns = self.recording.earliest_ns, self.recording.origin_ns
        step_ns = round(self.trace.step_s * NANOSECONDS)
        if step_ns:
            at_ns = (at_ns + origin_ns) // step_ns * step_ns - origin_ns
            earliest_ns = (earliest_ns + origin_ns) // step_ns * step_ns - origin_ns
        since: NDArray[np.int64] = at_ns - earliest_ns
        if self.trace.speed == 1:
            return since
        slower: NDArray[np.int64] = np.rint(since / self.trace.speed).astype(np.int64)
        return slower


class TraceKeys:
    """Keys in a trace's order, numbered by first appearance; starts again when the trace ends."""

    def __init__(self, recording: Recording) -> None:
        """Holds all keys in memory once the first is drawn."""
        self.recording, self.next = recording, 0

    @cached_property
    def keys(self) -> NDArray[np.int64]:
        """All of them."""
        return self.recording.keys.whole().astype(np.int64)

    def draw(self, n: int) -> NDArray[np.int64]:
        """The next n keys."""
        places = np.arange(self.next, self.next + n) % len(self.keys)
        self.next = int(places[-1] + 1) if n else self.next
        return self.keys[places]


class AnyKeys(TraceKeys):
    """Keys of a trace's requests drawn at random: as popular, in no order."""

    def __init__(self, recording: Recording, random: np.random.Generator) -> None:
        """Holds all keys in memory once the first is drawn."""
        super().__init__(recording)
        self.random = random

    def draw(self, n: int) -> NDArray[np.int64]:
        """The keys of n requests."""
        return self.keys[self.random.integers(0, len(self.keys), n)]
