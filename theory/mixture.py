"""Many keys: closed forms for one key, averaged over all with the hits that each of them has."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from theory.staleness import delete_on_write

Floats = NDArray[np.float64]


class Flow(NamedTuple):
    """Reads, hits and loads a second of each key."""

    reads: Floats
    hits: Floats
    loads: Floats


class Average(NamedTuple):
    """The stale share of all hits, None where nothing hits, and the hit ratio."""

    stale: float | None
    hit: float


def ttl_flow(reads_rps: Floats, ttl_s: float, load_s: float) -> Flow:
    """Where only the TTL ends an entry, loads coalesced. Exact: one load a life."""
    reads = 1 + reads_rps * (ttl_s + load_s)
    return Flow(reads_rps, reads_rps * reads_rps * ttl_s / reads, reads_rps / reads)


def delete_flow(reads_rps: Floats, writes_rps: Floats, ttl_s: float, load_s: float) -> Flow:
    """Where the next write ends an entry, too, loads coalesced. Exact."""
    world = zip(reads_rps, writes_rps, strict=True)
    every = [delete_on_write(float(r), float(w), ttl_s, load_s) for r, w in world]
    hits = np.array([each.hit for each in every])
    return Flow(reads_rps, hits * reads_rps, np.array([each.loads_rps for each in every]))


def per_key(form: Callable[..., float], writes_rps: Floats, *args: float, **how: bool) -> Floats:
    """A closed form for each key's write rate."""
    return np.array([form(float(rps), *args, **how) for rps in writes_rps])


def over_hits(share: Floats, flow: Flow) -> Average:
    """The mean of a share over all hits, and the hit ratio."""
    hits = float(flow.hits.sum())
    stale = float((share * flow.hits).sum() / hits) if hits else None
    return Average(stale, hits / float(flow.reads.sum()))


def over_loads(share: Floats, flow: Flow) -> float:
    """The mean of a share over all loads."""
    return float((share * flow.loads).sum() / flow.loads.sum())
