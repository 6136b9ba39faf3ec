"""Staleness: how often, how long and how far a cached value is behind the database."""

from math import exp, expm1, inf
from typing import NamedTuple

from scipy.integrate import quad

SMALL = 1e-2
"""Below this a series is more exact than the formula, whose terms cancel."""


def decay(x: float) -> float:
    """(1 - e^-x) / x: the mean of e^-u over u from 0 to x."""
    if x == inf:
        return 0.0
    return -expm1(-x) / x if x else 1.0


def excess(x: float) -> float:
    """1/2 - (1 - decay(x)) / x, by its series where the terms cancel."""
    if x < SMALL:
        return x / 6 - x**2 / 24 + x**3 / 120
    return 0.5 - (1 - decay(x)) / x


# --- TTL only: writes do not touch the cache ----------------------------------------------


def ttl_only_share(
    write_rps: float, ttl_s: float, snapshot_s: float = 0.0, *, exponential: bool = False
) -> float:
    """Share of the hits of a key that are stale when only the TTL ends an entry.

    `snapshot_s` is the time from reading the row to the set, constant or, with `exponential`, of
    that mean. Exact: hits are spread evenly over an entry's life (Cho, Garcia-Molina, SIGMOD
    2000).
    """
    missed = delete_race_share(write_rps, snapshot_s, exponential=exponential)
    return 1 - (1 - missed) * decay(write_rps * ttl_s)


def ttl_only_age_s(write_rps: float, ttl_s: float, snapshot_s: float = 0.0) -> float:
    """Mean age over all hits of a key, current ones counting 0. Exact.

    Age is the time since the commit that made the cached version obsolete.
    """
    if write_rps == 0:
        return 0.0
    before_s = snapshot_s - (1 - exp(-write_rps * snapshot_s)) * (1 / write_rps)
    inside_s = ttl_s * excess(write_rps * ttl_s)
    carried_s = -expm1(-write_rps * snapshot_s) * (1 - decay(write_rps * ttl_s)) / write_rps
    return before_s + inside_s + carried_s


def ttl_only_age_of_stale_s(write_rps: float, ttl_s: float, snapshot_s: float = 0.0) -> float:
    """Mean age over the stale hits of a key. Exact."""
    share = ttl_only_share(write_rps, ttl_s, snapshot_s)
    return ttl_only_age_s(write_rps, ttl_s, snapshot_s) / share


def ttl_only_versions_behind(write_rps: float, ttl_s: float, snapshot_s: float = 0.0) -> float:
    """Versions that a hit is behind, on average over all hits. Exact."""
    return write_rps * (ttl_s / 2 + snapshot_s)


def ttl_only_share_of_reads(read_rps: float, write_rps: float, ttl_s: float) -> float:
    """Share of all reads of a key that are stale, no load time. Exact: misses are current."""
    hits = read_rps * ttl_s
    return hits / (1 + hits) * ttl_only_share(write_rps, ttl_s)


# --- delete on write -----------------------------------------------------------------------


class Deleted(NamedTuple):
    """How the reads of a key divide when writes delete it; `loads_rps` is loads a second."""

    hit: float
    delayed: float
    loads_rps: float


def mean_life_s(write_rps: float, ttl_s: float = inf) -> float:
    """How long an entry lives until its TTL or the next write ends it. Exact."""
    if write_rps == 0:
        return ttl_s
    return -expm1(-write_rps * ttl_s) / write_rps


def delete_on_write(
    read_rps: float, write_rps: float, ttl_s: float = inf, load_s: float = 0.0
) -> Deleted:
    """Hits, delayed reads and loads when a commit deletes the key, loads coalesced. Exact.

    Without TTL and load time the hit ratio is read_rps / (read_rps + write_rps).
    """
    life_s = mean_life_s(write_rps, ttl_s)
    reads = 1 + read_rps * (life_s + load_s)
    return Deleted(read_rps * life_s / reads, read_rps * load_s / reads, read_rps / reads)


def late_deletes_share(write_rps: float, late_s: float, ttl_s: float = inf) -> float:
    """Stale share of the hits when each delete arrives `late_s` after its commit.

    Exact, no load time; the hit ratio is that of `delete_on_write`. Never above one half
    without a TTL, where the rule of thumb write_rps x late_s has no bound.
    """
    first_s = min(late_s, ttl_s)
    rising_s = -expm1(-2 * write_rps * first_s) / (2 * write_rps)
    tail = max(0.0, exp(-write_rps * late_s) - exp(-write_rps * ttl_s))
    steady_s = exp(-write_rps * late_s) * tail / write_rps
    return 1 - (rising_s + steady_s) / mean_life_s(write_rps, ttl_s)


def delete_race_share(write_rps: float, window_s: float, *, exponential: bool = False) -> float:
    """Share of fills, and of hits, that are poisoned by the race of cache-aside.

    A reader takes its row, a writer commits and deletes within `window_s`, the reader sets the
    old row. Exact for a constant window or, with `exponential`, one of that mean; the same for
    every TTL, since poisoned entries live as long as others (mechanism: Nishtala et al., NSDI
    2013, section 3.2.1).
    """
    writes = write_rps * window_s
    return writes / (1 + writes) if exponential else -expm1(-writes)


def second_delete_share(
    write_rps: float, window_s: float, second_s: float, *, exponential: bool = False
) -> float:
    """Share of fills still poisoned when a second delete follows `second_s` after the commit.

    Exact. The cure is complete only where the second delete comes after the longest load.
    """
    missed = exp(-write_rps * second_s)
    if not exponential:
        return missed * -expm1(-write_rps * max(0.0, window_s - second_s))
    writes = write_rps * window_s
    return missed * exp(-second_s / window_s) * writes / (1 + writes)


def delete_before_share(read_rps: float, write_rps: float, commit_s: float) -> float:
    """Stale share of the reads when the key is deleted first and the commit follows later.

    Exact without TTL and load time. A read in between puts the old row back, where it stays
    until the next write.
    """

    def within(age_s: float) -> float:
        gone = -expm1(-read_rps * age_s)
        slow = exp(-write_rps * age_s) - exp(-read_rps * age_s)
        refilled = gone - read_rps * slow / (read_rps - write_rps)
        return write_rps * exp(-write_rps * age_s) * refilled

    poisoned = -expm1(-read_rps * commit_s)
    integral: float = quad(within, 0, commit_s)[0]
    return poisoned * exp(-write_rps * commit_s) + integral


# --- update on write -------------------------------------------------------------------------


def update_on_write(
    read_rps: float, write_rps: float, ttl_s: float, *, restarts: bool = True, creates: bool = True
) -> float:
    """Hit ratio when a write puts the new value into the cache, no delays. Exact.

    `restarts`: a write starts the entry's TTL anew. `creates`: it makes an entry where there is
    none; else only reads do.
    """
    up_s = expm1(write_rps * ttl_s) / write_rps if restarts and write_rps else ttl_s
    down_s = 1 / (read_rps + (write_rps if creates else 0.0))
    return up_s / (up_s + down_s)


def reordered_writes_share(write_rps: float, set_s: float) -> float:
    """Share of consecutive commits whose cache sets arrive in the wrong order.

    Exact when each set follows its commit after an independent exponential time of mean
    `set_s`.
    """
    return 0.5 * write_rps / (write_rps + 1 / set_s)


def write_through_race_share(
    write_rps: float, window_s: float, ttl_s: float, *, exponential: bool = False
) -> float:
    """Stale share of the hits when writers update entries in place and keep their TTL.

    Exact: a reader that missed may set the row it took `window_s` earlier (constant or, with
    `exponential`, of that mean), and that stays until the next write or the TTL.
    """
    poisoned = delete_race_share(write_rps, window_s, exponential=exponential)
    return poisoned * decay(write_rps * ttl_s)
