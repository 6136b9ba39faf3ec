"""Full caches under independent references: the hit ratio of a replacement policy.

`chances` are the probabilities of the keys, which sum to 1; `capacity` is how many entries fit,
fewer than there are keys. Nothing expires, entries are of one size, and the cache is warm. Time is
counted in requests.
"""

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from theory.popularity import Floats

NODES = 400
"""Points of the quadrature; twice as many change no digit that is looked at."""


def characteristic_time(chances: Floats, capacity: int) -> float:
    """After how many requests an unused entry has left an LRU cache, in Che's approximation.

    So many requests ask for `capacity` different keys, on average (Che, Tung, Wang, IEEE JSAC 20,
    2002; Fagin 1977).
    """

    def excess(span: float) -> float:
        return float(-np.expm1(-chances * span).sum()) - capacity

    return float(brentq(excess, 0, upper_bound(excess)))


def upper_bound(excess: object) -> float:
    """A span that is surely too long."""
    span = 1.0
    while excess(span) < 0:  # type: ignore[operator]
        span *= 2
    return span


def lru_by_characteristic_time(chances: Floats, capacity: int) -> float:
    """Hit ratio of LRU, approximate: an entry hits if it is asked for within that time.

    The error is 3e-3 for a cache of 3 keys out of 7 and below 1e-4 from a hundred on.
    """
    span = characteristic_time(chances, capacity)
    return float((chances * -np.expm1(-chances * span)).sum())


def lru(chances: Floats, capacity: int) -> float:
    """Hit ratio of LRU. Exact.

    A request hits if since the last one of its key fewer than `capacity` other keys were asked
    for: an integral over that time of products of Bernoulli variables (Flajolet, Gardy, Thimonier,
    Discrete Applied Mathematics 39, 1992; the same value as King's sum over ordered lists, 1971).
    """
    place, weight = np.polynomial.legendre.leggauss(NODES)
    share = (place + 1) / 2
    span = characteristic_time(chances, capacity) * share / (1 - share)
    slope = characteristic_time(chances, capacity) / (1 - share) ** 2
    return float((weight / 2 * slope * hit_density(chances, capacity, span)).sum())


def hit_density(chances: Floats, capacity: int, span: Floats) -> Floats:
    """Density of hits whose key was last asked for that long ago, at several spans at once.

    `others` is the distribution of how many of the keys so far were asked for; `besides` is the
    same without one of them, summed over that one with the density of its request.
    """
    others = np.zeros((len(span), capacity))
    others[:, 0] = 1
    besides = np.zeros_like(others)
    for chance in chances:
        absent = np.exp(-chance * span)[:, None]
        besides = convolved(besides, absent) + chance**2 * absent * others
        others = convolved(others, absent)
    density: Floats = besides.sum(axis=1)
    return density


def convolved(counts: Floats, absent: Floats) -> Floats:
    """A distribution of counts with one more key, which is absent with that probability."""
    more = counts * absent
    more[:, 1:] += counts[:, :-1] * (1 - absent)
    return more


def fifo(chances: Floats, capacity: int) -> float:
    """Hit ratio of FIFO, and of random replacement, which is the same. Exact.

    A set of residents has a probability proportional to the product of their chances (Gelenbe,
    IEEE Transactions on Computers 22, 1973). With e_k the elementary symmetric polynomials the miss
    ratio is (C + 1) e_{C+1} / e_C; they are computed as a distribution of independent residents.
    """
    span = random_time(chances, capacity)
    counts = np.zeros((1, capacity + 2))
    counts[0, 0] = 1
    for chance in chances:
        counts = convolved(counts, np.array([[1 / (1 + chance * span)]]))
    return float(1 - (capacity + 1) * counts[0, capacity + 1] / counts[0, capacity] / span)


def random_time(chances: Floats, capacity: int) -> float:
    """The mean life of an entry under random replacement, in the same approximation as Che's."""

    def excess(span: float) -> float:
        return float((chances * span / (1 + chances * span)).sum()) - capacity

    return float(brentq(excess, 0, upper_bound(excess)))


def fifo_by_characteristic_time(chances: Floats, capacity: int) -> float:
    """Hit ratio of FIFO and random replacement, approximate: error below 1e-3 from 10 keys on."""
    reads = chances * random_time(chances, capacity)
    return float((chances * reads / (1 + reads)).sum())


def static(chances: Floats, capacity: int) -> float:
    """Hit ratio of a cache that always holds the most popular keys. Exact.

    No policy does better under independent references; LFU that never forgets a count tends to it.
    """
    return float(np.sort(chances)[-capacity:].sum())


def sampled_lru(chances: Floats, capacity: int, samples: int) -> float:
    """Hit ratio when the longest idle of a few random entries leaves, as by sampling without pool.

    Approximate, a mean field for large caches: of an entry idle for x, the share F(x) of entries
    idle for less decides how often it is the oldest of a sample. Error at most 3e-4 for 100
    entries. One sample is random replacement, many are LRU.
    """

    def excess(miss_ratio: float) -> float:
        return idle_shares(chances, capacity, samples, miss_ratio) - 1

    return float(1 - brentq(excess, 1e-6, 1, xtol=1e-9))


def idle_shares(chances: Floats, capacity: int, samples: int, miss_ratio: float) -> float:
    """The share of all entries that is idle for any time: 1 for the true miss ratio."""

    def change(idle: float, state: Floats) -> tuple[float, float]:
        survive, share = state
        leave = miss_ratio * samples / capacity * max(share, 0.0) ** (samples - 1)
        return -leave * survive, float(
            (chances * np.exp(-chances * idle)).sum()
        ) * survive / capacity

    horizon = 60 * capacity / miss_ratio
    found = solve_ivp(change, (0, horizon), (1.0, 0.0), method="LSODA", rtol=1e-9, atol=1e-11)
    return float(found.y[1, -1])


def lru_with_ttl(chances: Floats, capacity: int, reads_rps: float, ttl_s: float) -> float:
    """Hit ratio of LRU whose entries also expire, and take up room until they are asked for.

    Approximate: an entry leaves after Che's time without use, or at the end of its TTL, whichever
    comes first; measured error 3e-4 at 100 of 500 keys.
    """
    unused_s = characteristic_time(chances, capacity) / reads_rps
    hits = hits_of_a_life(chances * reads_rps, unused_s, ttl_s)
    return float((chances * hits / (1 + hits)).sum())


def hits_of_a_life(read_rps: Floats, unused_s: float, ttl_s: float, steps: int = 500) -> Floats:
    """How many hits an entry has before it expires or has been without use for too long.

    With M(x) the hits of the next x seconds, M'(x) = L (1 - e^(-L u) (1 + M(x - u))) after the
    first u seconds, and L before: each stretch of length u follows from the one before.
    """
    if ttl_s <= unused_s:
        return read_rps * ttl_s
    step_s = unused_s / steps
    so_far = [read_rps * step_s * i for i in range(steps + 1)]
    idle = np.exp(-read_rps * unused_s)
    while (len(so_far) - 1) * step_s < ttl_s + step_s:
        before = (so_far[len(so_far) - 1 - steps] + so_far[len(so_far) - steps]) / 2
        so_far.append(so_far[-1] + step_s * read_rps * (1 - idle * (1 + before)))
    place = int(ttl_s / step_s)
    rest = ttl_s / step_s - place
    hits: Floats = so_far[place] * (1 - rest) + so_far[place + 1] * rest
    return hits
