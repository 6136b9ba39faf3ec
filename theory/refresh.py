"""Refreshing before expiry: what a window buys, and what it costs."""

from math import exp
from typing import NamedTuple


class Refreshed(NamedTuple):
    """How the reads of a key divide; `waiting` are misses and those who wait for them."""

    hit: float
    waiting: float
    loads_rps: float


def refresh_ahead(read_rps: float, ttl_s: float, window: float, load_s: float = 0.0) -> Refreshed:
    """Reads and loads when a hit in the last part of the TTL starts one background load.

    `window` is the share of the TTL in which that happens. Exact for a constant load time,
    coalesced loads, and an entry that stays usable until its TTL ends (semantics: Oracle
    Coherence's refresh-ahead). A window shorter than the load leaves reads waiting.
    """
    window_s = window * ttl_s
    reads = 1 + read_rps * (ttl_s - window_s + load_s)
    if load_s <= window_s:
        waiting = exp(-read_rps * (window_s - load_s)) / reads
    else:
        unread = exp(-read_rps * window_s)
        covered_s = window_s - (1 - unread) / read_rps
        waiting = (unread + read_rps * (load_s - covered_s)) / reads
    return Refreshed(1 - waiting, waiting, read_rps / reads)


def stale_while_revalidate(
    read_rps: float, fresh_s: float, stale_s: float, load_s: float = 0.0
) -> Refreshed:
    """Reads and loads when an entry may be used for `stale_s` after its freshness ends.

    Exact: refresh-ahead with its limits renamed (RFC 5861).
    """
    life_s = fresh_s + stale_s
    return refresh_ahead(read_rps, life_s, stale_s / life_s, load_s)
