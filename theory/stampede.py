"""Stampedes: how many loads one expiry of one key sets off."""

from math import ceil, erf, exp, expm1, log, pi, sqrt

import numpy as np
from scipy.integrate import cumulative_simpson, quad
from scipy.special import gammainc, hyp1f1

from theory.popularity import Floats

POINTS = 20_001
"""Points of a numerical integral over a load time."""


def loads_constant(read_rps: float, load_s: float) -> float:
    """Loads that one expiry sets off without protection, constant load time. Exact."""
    return 1 + read_rps * load_s


def loads_exponential(read_rps: float, load_s: float) -> float:
    """Loads that one expiry sets off without protection, exponential load times of mean `load_s`.

    Exact: Kummer's 1F1(1; a+1; a), a = read_rps x load_s (Ramanujan's R function; Flajolet et
    al. 1995). The first lucky load ends the stampede: it grows like the square root of a.
    """
    a = read_rps * load_s
    return float(hyp1f1(1, a + 1, a))


def loads_exponential_rule(read_rps: float, load_s: float) -> float:
    """The square-root law of `loads_exponential`. Approximate, within 0.01 from 100 reads on."""
    return sqrt(pi * read_rps * load_s / 2) + 1 / 3


def chance_of_more(a: float) -> Floats:
    """Probabilities that an expiry sets off more than 1, 2, 3, ... loads, until they vanish.

    For independent exponential load times; a is the number of reads in a mean load time. Exact.
    """
    most = 64 + int(12 * sqrt(a))
    return np.cumprod(a / (a + np.arange(1, most)))


def loads_lognormal(read_rps: float, load_s: float, cv: float) -> float:
    """Loads that one expiry sets off without protection, log-normal load times.

    `cv` is their standard deviation over their mean. Exact up to the numerical integral.
    """
    sigma = sqrt(log(1 + cv**2))
    middle = log(load_s) - sigma**2 / 2
    last = load_s * exp(min(9 * sigma, 40) + sigma**2)
    t = np.concatenate([[0.0], np.geomspace(load_s * 1e-9, last, POINTS)])
    done = np.array([_normal((log(x) - middle) / sigma) if x else 0.0 for x in t])
    hazard = cumulative_simpson(done, x=t, initial=0.0)
    alive = (1 - done) * np.exp(-read_rps * hazard)
    return float(1 + read_rps * np.trapezoid(alive, t))


def _normal(x: float) -> float:
    """The standard normal distribution function."""
    return 0.5 * (1 + erf(x / sqrt(2)))


def loads_finite_pool(read_rps: float, load_s: float, connections: int) -> float:
    """Loads that one expiry sets off when exponential loads queue for a pool.

    Exact. A small pool makes the stampede worse, because the first load ends later.
    """
    most = 64 + int(12 * sqrt(read_rps * load_s)) + int(60 * read_rps * load_s / connections)
    running = np.minimum(np.arange(1, most), connections)
    more = np.cumprod(read_rps / (read_rps + running / load_s))
    return 1 + float(more.sum())


def loads_single_flight(read_rps: float, load_s: float, nodes: int) -> float:
    """Loads that one expiry sets off with single flight in each of `nodes` processes.

    Exact for a constant load time and reads spread evenly over the processes.
    """
    return 1 + (nodes - 1) * -expm1(-read_rps * load_s / nodes)


def loads_closed(clients: int, think_s: float, load_s: float) -> float:
    """Loads that one expiry sets off when clients think for `think_s` between requests.

    Exact for exponential thinking and a constant load time; fewer than an open load of the same
    rate would set off.
    """
    return 1 + (clients - 1) * -expm1(-load_s / think_s)


def loads_short_lock(read_rps: float, load_s: float, lease_s: float) -> float:
    """Loads that one expiry sets off when a lock's lease may be shorter than the load.

    Exact for a constant load time: each lease that runs out lets the next read load.
    """
    later = range(1, ceil(load_s / lease_s))
    return 1 + sum(float(gammainc(k, read_rps * (load_s - k * lease_s))) for k in later)


def polling_wait_s(load_s: float, poll_s: float) -> float:
    """Mean wait of the losers of a lock who look again every `poll_s`.

    Exact for a constant load time: they arrive evenly over it and round up to whole polls.
    """
    rounds = int(load_s / poll_s)
    rest_s = load_s - rounds * poll_s
    polls = (rounds * (rounds + 1) / 2 * poll_s + (rounds + 1) * rest_s) / load_s
    return poll_s * polls


def loads_xfetch(read_rps: float, load_s: float, ttl_s: float, beta: float = 1.0) -> float:
    """Loads per refresh under XFetch without a lock, constant load time.

    Exact for a constant load time known to all: the first volunteer, those who follow while it
    loads, and the stampede where nobody volunteered (rule: Vattani, Chierichetti, Lowenstein,
    PVLDB 8(8), 2015). Tends to e^(1/beta) for hot keys.
    """
    theta = beta * load_s
    scale = read_rps * theta

    def hazard_left(left_s: float) -> float:
        return scale * (exp(-left_s / theta) - exp(-ttl_s / theta))

    def followers(left_s: float) -> float:
        if left_s >= load_s:
            return scale * exp(-left_s / theta) * expm1(1 / beta)
        return scale * -expm1(-left_s / theta) + read_rps * (load_s - left_s)

    def density(left_s: float) -> float:
        first = read_rps * exp(-left_s / theta - hazard_left(left_s))
        return first * followers(left_s)

    likely_s = theta * max(1.0, log(max(scale, 1.0)))
    points = sorted({min(load_s, ttl_s), min(likely_s, ttl_s)})
    volunteers: float = quad(density, 0, ttl_s, points=points, limit=400)[0]
    return 1 + volunteers + exp(-hazard_left(0)) * read_rps * load_s
