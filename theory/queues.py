"""Queues at the database: waiting for a connection, being refused, and what readers notice.

Arrivals are Poisson. `service_s` is the mean time of one statement; where nothing else is said
it is exponential. Utilisation must be below 1 unless the queue is finite.
"""

from math import exp, log

import numpy as np
from scipy.optimize import brentq
from scipy.stats import poisson

from theory.popularity import Floats


def offered_load(arrival_rps: float, service_s: float) -> float:
    """Connections that would be busy on average if there were enough of them. Exact."""
    return arrival_rps * service_s


# --- one server --------------------------------------------------------------------------------


def one_server_wait_s(arrival_rps: float, service_s: float, cv: float = 1.0) -> float:
    """Mean wait for one server, any service law with standard deviation cv x mean.

    Exact (Pollaczek, Khinchine): cv 1 is M/M/1, cv 0 is M/D/1.
    """
    load = arrival_rps * service_s
    return load * service_s * (1 + cv**2) / (2 * (1 - load))


def one_server_response_quantile_s(arrival_rps: float, service_s: float, share: float) -> float:
    """Quantile of wait plus service, M/M/1. Exact: the response time is exponential."""
    return -log(1 - share) / (1 / service_s - arrival_rps)


def constant_service_wait_within(arrival_rps: float, service_s: float, within_s: float) -> float:
    """Probability that a wait for one server of constant service time is at most `within_s`.

    Exact, from the queue length by a recursion of positive terms (Franx, OR Letters 29, 2001);
    Erlang's alternating series loses its digits at high utilisation.
    """
    k = int(within_s / service_s) + 1
    at_most = np.cumsum(_constant_service_waiting(arrival_rps * service_s, k))
    j = np.arange(k)
    arrivals = poisson.pmf(j, arrival_rps * (k * service_s - within_s))
    return float((at_most[k - 1 - j] * arrivals).sum())


def _constant_service_waiting(load: float, size: int) -> Floats:
    """Probabilities of 0, 1, ... size-1 waiting in M/D/1, by crossings of each level."""
    inside = np.zeros(size + 1)
    inside[0] = 1 - load
    more = poisson.sf(np.arange(size + 1), load)
    for n in range(size):
        upwards = inside[0] * more[n] + (inside[1 : n + 1] * more[n:0:-1]).sum()
        inside[n + 1] = upwards / exp(-load)
    return np.concatenate([[inside[0] + inside[1]], inside[2:]])


def constant_service_wait_quantile_s(arrival_rps: float, service_s: float, share: float) -> float:
    """Quantile of the wait for one server of constant service time. Exact."""
    if constant_service_wait_within(arrival_rps, service_s, 0) >= share:
        return 0.0
    high_s = service_s
    while constant_service_wait_within(arrival_rps, service_s, high_s) < share:
        high_s *= 2
    found: float = brentq(
        lambda t: constant_service_wait_within(arrival_rps, service_s, t) - share, 0, high_s
    )
    return found


# --- a pool of connections ---------------------------------------------------------------------


def erlang_b(offered: float, servers: int) -> float:
    """Probability that all servers are busy when those who find them so go away.

    Exact for any service law. `offered` is the offered load in servers.
    """
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = offered * blocked / (k + offered * blocked)
    return blocked


def erlang_c(offered: float, servers: int) -> float:
    """Probability of having to wait when those who find all servers busy queue up. Exact."""
    blocked, load = erlang_b(offered, servers), offered / servers
    return blocked / (1 - load + load * blocked)


def pool_wait_s(arrival_rps: float, service_s: float, connections: int) -> float:
    """Mean wait for a connection of a pool. Exact (M/M/c)."""
    spare_rps = connections / service_s - arrival_rps
    return erlang_c(arrival_rps * service_s, connections) / spare_rps


def pool_wait_exceeds(
    arrival_rps: float, service_s: float, connections: int, over_s: float
) -> float:
    """Probability that the wait for a connection is longer than `over_s`. Exact (M/M/c)."""
    spare_rps = connections / service_s - arrival_rps
    return erlang_c(arrival_rps * service_s, connections) * exp(-spare_rps * over_s)


def pool_wait_quantile_s(
    arrival_rps: float, service_s: float, connections: int, share: float
) -> float:
    """Quantile of the wait for a connection. Exact (M/M/c)."""
    waits = erlang_c(arrival_rps * service_s, connections)
    spare_rps = connections / service_s - arrival_rps
    return max(0.0, log(waits / (1 - share)) / spare_rps)


def pool_response_exceeds(
    arrival_rps: float, service_s: float, connections: int, over_s: float
) -> float:
    """Probability that wait plus service is longer than `over_s`. Exact (M/M/c)."""
    waits = erlang_c(arrival_rps * service_s, connections)
    rate, spare_rps = 1 / service_s, connections / service_s - arrival_rps
    alone = exp(-rate * over_s)
    if abs(spare_rps - rate) < 1e-9 * rate:
        return alone * (1 + waits * rate * over_s)
    return alone + waits * rate / (spare_rps - rate) * (alone - exp(-spare_rps * over_s))


def pool_response_quantile_s(
    arrival_rps: float, service_s: float, connections: int, share: float
) -> float:
    """Quantile of wait plus service. Exact (M/M/c)."""
    high_s = service_s
    while pool_response_exceeds(arrival_rps, service_s, connections, high_s) > 1 - share:
        high_s *= 2
    found: float = brentq(
        lambda t: pool_response_exceeds(arrival_rps, service_s, connections, t) - (1 - share),
        0,
        high_s,
        xtol=1e-15,
    )
    return found


def finite_pool(arrival_rps: float, service_s: float, connections: int, places: int) -> Floats:
    """Probabilities of 0, 1, ... `places` statements inside a pool with a limited queue.

    `places` counts connections and queue. Exact (M/M/c/K), for any utilisation.
    """
    inside = np.arange(1, places + 1)
    steps = arrival_rps * service_s / np.minimum(inside, connections)
    weights = np.concatenate([[0.0], np.cumsum(np.log(steps))])
    found = np.exp(weights - weights.max())
    chances: Floats = found / found.sum()
    return chances


def rejected_share(
    arrival_rps: float, service_s: float, connections: int, queue_limit: int
) -> float:
    """Share of the statements that find connections and queue full. Exact (M/M/c/K)."""
    return float(finite_pool(arrival_rps, service_s, connections, connections + queue_limit)[-1])


def finite_pool_wait_s(
    arrival_rps: float, service_s: float, connections: int, queue_limit: int
) -> float:
    """Mean wait of the statements that are let in. Exact (M/M/c/K with Little's law)."""
    chances = finite_pool(arrival_rps, service_s, connections, connections + queue_limit)
    waiting = np.maximum(np.arange(len(chances)) - connections, 0)
    return float((waiting * chances).sum() / (arrival_rps * (1 - chances[-1])))


# --- what readers notice -----------------------------------------------------------------------


def mixed_latency_s(hit: float, cache_s: float, miss_s: float) -> float:
    """Mean latency when a share of the reads hits and the others go on to the database. Exact.

    `miss_s` is what a miss takes beyond the cache.
    """
    return cache_s + (1 - hit) * miss_s


def mixed_latency_quantile_s(
    read_rps: float,
    hit: float,
    *,
    cache_s: float,
    service_s: float,
    connections: int,
    share: float,
) -> float:
    """Quantile of the latency over hits and misses, misses going through a pool.

    Exact for hits that are independent of each other. The database shows in a quantile only
    where the hit ratio is below it.
    """
    if share <= hit:
        return cache_s
    of_misses = (share - hit) / (1 - hit)
    miss_rps = read_rps * (1 - hit)
    return cache_s + pool_response_quantile_s(miss_rps, service_s, connections, of_misses)


def page_from_cache(hit: float, reads: int) -> float:
    """Probability that a page of several reads comes from the cache entirely.

    Exact for independent hits.
    """
    return hit**reads


def closed_cached_rps(  # noqa: PLR0917 - the numbers of one world
    clients: int, think_s: float, service_s: float, connections: int, hit: float, cache_s: float
) -> float:
    """Requests a second of clients who think and look into a cache before they ask the database.

    Exact for hits that are independent of each other: between two loads a client thinks and
    looks 1 / (1 - hit) times on average.
    """
    if hit == 1:
        return clients / (think_s + cache_s)
    away_s = (think_s + cache_s) / (1 - hit)
    return closed_throughput_rps(clients, away_s, service_s, connections) / (1 - hit)


def closed_response_s(clients: int, think_s: float, throughput_rps: float) -> float:
    """Mean time from sending to the answer: the interactive response-time law. Exact."""
    return clients / throughput_rps - think_s


def closed_throughput_rps(
    clients: int, think_s: float, service_s: float, connections: int = 1
) -> float:
    """Requests a second of clients who think, ask the database, and think again.

    Exact (machine repair model): never more than connections / service_s.
    """
    waiting = np.arange(1, clients + 1)
    steps = (clients - waiting + 1) * service_s / think_s / np.minimum(waiting, connections)
    weights = np.concatenate([[0.0], np.cumsum(np.log(steps))])
    chances = np.exp(weights - weights.max())
    busy = np.minimum(np.arange(clients + 1), connections)
    return float((chances * busy).sum() / chances.sum() / service_s)
