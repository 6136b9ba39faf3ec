"""Retries: how much they multiply the load that fails, and when a system stays down under them.

The model of the conditions: reads look into a cache first, and a database that serves
`capacity_rps` in the order of arrival works off abandoned loads too. A client waits `timeout_s` for
each attempt and retries so many times; a load that comes too late does not fill the cache
(mechanism: Bronson et al., Metastable Failures in Distributed Systems, HotOS 2021).
"""

from math import exp

from scipy.optimize import brentq


def attempts(failure_share: float, retries: int) -> float:
    """Attempts a request makes on average, when each fails with the same probability. Exact."""
    if failure_share == 1:
        return retries + 1.0
    return (1 - failure_share ** (retries + 1)) / (1 - failure_share)


# --- who stays down ----------------------------------------------------------------------------


def safe_rps(capacity_rps: float, retries: int) -> float:
    """Reads a second up to which a system with a cold cache always comes back.

    Below it the database serves every attempt of every read.
    """
    return capacity_rps / (retries + 1)


def cold_rps(capacity_rps: float) -> float:
    """Reads a second that the database serves without any cache, as long as nobody retries."""
    return capacity_rps


def advertised_rps(capacity_rps: float, hit_ratio: float) -> float:
    """Reads a second that the system serves while the cache is warm; infinite if all hit."""
    return capacity_rps / (1 - hit_ratio) if hit_ratio < 1 else float("inf")


def trigger_queue(capacity_rps: float, timeout_s: float) -> float:
    """Waiting loads from which every result is late: a trigger must bring at least so many."""
    return capacity_rps * timeout_s


def stays_down(
    read_rps: float,
    retries: int,
    capacity_rps: float,
    timeout_s: float,
    queue_limit: float | None = None,
    *,
    late_results_kept: bool = False,
) -> bool:
    """Does a system stay down once its queue is long enough?

    Three ways out: a load below `safe_rps`, a queue so short that what it takes is in time, and
    late results that fill the cache all the same.
    """
    short = queue_limit is not None and queue_limit < trigger_queue(capacity_rps, timeout_s)
    return read_rps > safe_rps(capacity_rps, retries) and not short and not late_results_kept


# --- fixed points ------------------------------------------------------------------------------


def fixed_points(
    miss_rps: float, capacity_rps: float, retries: int, timeout_s: float
) -> list[float]:
    """Loads a second, retries included, that reproduce themselves below capacity, ascending.

    L = m x sum of f^k over k = 0..R, with f = e^(-(Cp - L) timeout) the share of loads that an
    M/M/1 queue answers too late. Approximate: retries are taken as Poisson. The first one is
    stable, the second one the threshold beyond which the load runs away; the sum is convex in L, so
    there are no more than two, one (no threshold) where even m (R + 1) stays below capacity, and
    none where the system has no good state.
    """

    def excess(load_rps: float) -> float:
        return miss_rps * attempts(failed(load_rps), retries) - load_rps

    def slope(load_rps: float) -> float:
        share = failed(load_rps)
        return miss_rps * timeout_s * sum(k * share**k for k in range(1, retries + 1)) - 1

    def failed(load_rps: float) -> float:
        return exp(-(capacity_rps - load_rps) * timeout_s)

    lowest = float(brentq(slope, 0, capacity_rps)) if slope(capacity_rps) > 0 > slope(0) else None
    if lowest is None:
        lowest = capacity_rps if slope(capacity_rps) <= 0 else 0.0
    return [
        float(brentq(excess, low, high))
        for low, high in ((0.0, lowest), (lowest, capacity_rps))
        if excess(low) * excess(high) < 0
    ]
