"""The profile of a recording: what one pass through it tells."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.profile.curve import Curve, Stack
from simulator.profile.popularity import Popularity, popularity
from simulator.profile.windows import Reuse, Windows, WorkingSet
from simulator.recording.recording import Part, Recording

PART = 1 << 18
NANOSECONDS = 1e9


@dataclass(frozen=True)
class Profile:
    """Facts and figures of a recording, small enough to be handed about."""

    name: str
    format: str
    requests: int
    distinct: int
    accesses: int
    operations: dict[str, int]
    rate: float
    """The share of the keys in the sample; sizes and counts below are of all keys."""
    span_s: float | None
    """None where the trace has no times."""
    steps_back: int
    malformed: int
    malformed_first: tuple[tuple[int, str, str], ...]
    absent_share: float
    """Share of the reads of which the trace tells that nothing was there."""
    size_b_mean: float | None
    ttl_s_median: float | None
    curve: Curve
    popularity: Popularity
    working_set: WorkingSet
    reuse: Reuse

    @property
    def timed(self) -> bool:
        """Does the trace have times?"""
        return self.span_s is not None

    @property
    def read_share(self) -> float | None:
        """Reads over requests, None where the trace has no operations."""
        kept = {word: n for word, n in self.operations.items() if word != "fills"}
        return kept["reads"] / max(1, sum(kept.values())) if kept else None


def profiled(recording: Recording, on_progress: Callable[[float], None] | None = None) -> Profile:
    """The profile of a recording; `on_progress` is told the share done."""
    timed = recording.at_ns is not None
    stack = Stack(recording.distinct)
    end = recording.span_ns + 1 if timed else recording.requests
    windows, counts, done = Windows(recording.distinct, end), np.zeros(recording.distinct), 0
    for part in recording.parts_by_time(PART):
        stack.take(part.key)
        windows.take(part.key, instants(part, recording, done))
        counts += np.bincount(part.key, minlength=recording.distinct)
        done += len(part.key)
        if on_progress:
            on_progress(done / recording.requests)
    unit = NANOSECONDS if timed else 1.0
    fills = recording.operations.get("fills", 0) / recording.rate
    return Profile(
        recording.name,
        recording.format,
        recording.requests,
        round(recording.distinct / recording.rate),
        recording.accesses,
        recording.operations,
        recording.rate,
        recording.span_ns / NANOSECONDS if timed else None,
        recording.steps_back,
        recording.faults.count,
        tuple(recording.faults.first),
        recording.absent / max(1, recording.reads),
        typical(recording.size_b, 1, np.mean),
        typical(recording.ttl_ns, NANOSECONDS, np.median),
        stack.curve(recording.rate, round(recording.accesses - fills)),
        popularity(counts.astype(np.int64)),
        windows.working_set(unit),
        windows.reuse(unit),
    )


def instants(part: Part, recording: Recording, done: int) -> np.ndarray:
    """When each request of a part came: from the earliest on, or its place in the file."""
    if part.at_ns is None:
        return np.arange(done, done + len(part.key))
    return part.at_ns - recording.earliest_ns


def typical(values: np.ndarray | None, unit: float, of: Callable[..., float]) -> float | None:
    """The mean or median of what is known by key."""
    known = None if values is None else values[values > 0]
    return None if known is None or not len(known) else float(of(known)) / unit
