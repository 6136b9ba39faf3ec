"""Standard errors of simulated figures: how far from the closed form chance alone may lead."""

from math import sqrt

import numpy as np

from theory.popularity import zipf


def hit_ratio(read_rps: float, ttl_s: float, reads: int) -> float:
    """Standard error of the hit ratio of one key with a TTL, no load time, after so many reads.

    Exact in the limit of many reads (renewal central limit theorem): that of a coin, divided by
    sqrt(1 + read_rps x ttl_s).
    """
    per_life = read_rps * ttl_s
    return sqrt(per_life / ((1 + per_life) ** 3 * reads))


def zipf_hit_ratio(keys: int, exponent: float, read_rps: float, ttl_s: float, reads: int) -> float:
    """Standard error of the hit ratio over all keys under Zipf's law, with a TTL, no load time.

    Exact in the limit of many reads: the variances of the keys' lives add up. `read_rps` is over
    all keys.
    """
    rate = zipf(keys, exponent) * read_rps
    per_life = rate * ttl_s
    ratio = float((rate * per_life / (1 + per_life)).sum() / read_rps)
    cycle_s = ttl_s + 1 / rate
    drift = (per_life * (1 - ratio) - ratio) / cycle_s
    variance = (1 - ratio) ** 2 * per_life + (drift / rate) ** 2
    return sqrt(float((variance / cycle_s).sum()) * reads / read_rps) / reads


def coin(share: float, trials: int) -> float:
    """Standard error of a share of independent trials. Exact."""
    return sqrt(share * (1 - share) / trials)


def one_server_wait_s(arrival_rps: float, service_s: float, jobs: int) -> float:
    """Standard error of the mean of so many successive waits in M/M/1.

    Exact in the limit of many jobs (Daley 1968; Whitt, Management Science 35, 1989): waits are
    correlated over many jobs at high utilisation.
    """
    load = arrival_rps * service_s
    constant = load * (2 + 5 * load - 4 * load**2 + load**3) / (1 - load) ** 4
    return service_s * sqrt(constant / jobs)


def of_mean(values: list[float]) -> float:
    """Standard error of the mean of independent values, from their scatter."""
    return float(np.std(values, ddof=1) / sqrt(len(values)))
