"""Caches with a TTL that counts from the set: hit ratio and loads, with and without load time."""

from math import exp, expm1, inf
from typing import NamedTuple

import numpy as np
from scipy.special import gammainc

from theory.popularity import Floats, zipf
from theory.stampede import chance_of_more


class Shares(NamedTuple):
    """How the reads of a key divide, and what they cost.

    `hit`, `delayed` and `miss` sum to 1; `loads_rps` is database loads a second.
    """

    hit: float
    delayed: float
    miss: float
    loads_rps: float


def hit_ratio(read_rps: float, ttl_s: float) -> float:
    """Hit ratio of one key with a fixed TTL and no load time; also the chance that it is there.

    Exact, and for a random TTL too if `ttl_s` is its mean: jitter of any shape leaves it
    (Jung, Berger, Balakrishnan, Modeling TTL-based Internet caches, INFOCOM 2003).
    """
    reads = read_rps * ttl_s
    return 1.0 if reads == inf else reads / (1 + reads)


def loads_rps(read_rps: float, ttl_s: float) -> float:
    """Loads a second of one key without load time. Exact: one load, then a life of the TTL."""
    return read_rps * (1 - hit_ratio(read_rps, ttl_s))


def hit_ratio_sliding(read_rps: float, ttl_s: float) -> float:
    """Hit ratio when every hit restarts the TTL, no load time. Exact: the chance of a short gap."""
    return -expm1(-read_rps * ttl_s)


def hit_ratio_bursty(busy_rps: float, idle_rps: float, busy_share: float, ttl_s: float) -> float:
    """Hit ratio with hyperexponential gaps between reads and no load time.

    A gap is exponential with rate `busy_rps` with probability `busy_share`, else with rate
    `idle_rps`. Exact: m/(1+m), with m the renewal function at the TTL.
    """
    at_first_rps = busy_share * busy_rps + (1 - busy_share) * idle_rps
    at_last_rps = 1 / (busy_share / busy_rps + (1 - busy_share) / idle_rps)
    decay = busy_share * idle_rps + (1 - busy_share) * busy_rps
    extra = (at_first_rps - at_last_rps) * -expm1(-decay * ttl_s) / decay
    reads = at_last_rps * ttl_s + extra
    return reads / (1 + reads)


def coalesced(read_rps: float, ttl_s: float, load_s: float) -> Shares:
    """Shares under single flight, with loads of mean `load_s` of any law.

    Exact: a life has one miss, the reads that wait for its load, and the hits of one TTL
    (Bahat, Makowski, Performance Evaluation 62, 2005; Dehghan et al., ACM ICN 2015).
    """
    reads = 1 + read_rps * (ttl_s + load_s)
    return Shares(read_rps * ttl_s / reads, read_rps * load_s / reads, 1 / reads, read_rps / reads)


def coalesced_latency_s(
    read_rps: float, ttl_s: float, load_s: float, load_second_moment_s2: float
) -> float:
    """Mean time of a read under single flight, hits taking none. Exact.

    The second moment of the load time is load_s^2 if constant, 2 load_s^2 if exponential.
    """
    waiting_s = load_s + read_rps * load_second_moment_s2 / 2
    return waiting_s / (1 + read_rps * (ttl_s + load_s))


def delayed_wait_s(load_s: float, load_second_moment_s2: float) -> float:
    """Mean wait of a read that joins a load in progress.

    Exact: half the load time if it is constant, all of it if it is exponential (the inspection
    paradox).
    """
    return load_second_moment_s2 / (2 * load_s)


def uncoalesced(
    read_rps: float, ttl_s: float, load_s: float, *, set_restarts: bool = True
) -> Shares:
    """Shares without protection, constant load time of at most the TTL.

    Exact. Every read during the load loads and sets as well; each late set restarts the TTL
    (`set_restarts`) or is refused because an entry is there.
    """
    misses = 1 + read_rps * load_s
    late_s = load_s + expm1(-read_rps * load_s) / read_rps if set_restarts else 0.0
    return _two_shares(read_rps, read_rps * (ttl_s + late_s), misses)


def uncoalesced_exponential(read_rps: float, ttl_s: float, load_s: float) -> Shares:
    """Shares without protection, independent exponential load times of mean `load_s`.

    Exact up to terms of the order exp(-ttl_s / load_s). The first of the loads that ends makes
    the entry; those still running end one after the other and each restarts the TTL.
    """
    more = chance_of_more(read_rps * load_s)
    misses = 1 + float(more.sum())
    harmonic = float((more / np.arange(1, len(more) + 1)).sum())
    return _two_shares(read_rps, read_rps * (ttl_s + load_s * harmonic), misses)


def _two_shares(read_rps: float, hits: float, misses: float) -> Shares:
    """Shares from the hits and misses of a life; nobody waits for somebody else's load."""
    reads = hits + misses
    return Shares(hits / reads, 0.0, misses / reads, read_rps * misses / reads)


def zipf_hit_ratio(keys: int, exponent: float, read_rps: float, ttl_s: float) -> float:
    """Hit ratio over all keys under Zipf's law, no load time. Exact.

    `read_rps` is over all keys, here and below.
    """
    p = zipf(keys, exponent)
    return float((p * _presence(p, read_rps, ttl_s)).sum())


def zipf_loads_rps(keys: int, exponent: float, read_rps: float, ttl_s: float) -> float:
    """Loads a second over all keys under Zipf's law, no load time. Exact."""
    return read_rps * (1 - zipf_hit_ratio(keys, exponent, read_rps, ttl_s))


def zipf_live_keys(keys: int, exponent: float, read_rps: float, ttl_s: float) -> float:
    """How many keys are in the cache on average under Zipf's law, no load time. Exact."""
    return float(_presence(zipf(keys, exponent), read_rps, ttl_s).sum())


def _presence(p: Floats, read_rps: float, ttl_s: float) -> Floats:
    """The chance of each key to be in the cache."""
    reads = p * (read_rps * ttl_s)
    return reads / (1 + reads)


def first_wave_peak_rps(keys: int, read_rps: float, jitter_s: float) -> float:
    """Peak of the loads a second when keys that were set at one instant expire. Exact.

    `read_rps` is for each key; each TTL is lengthened by a uniform draw from 0 to `jitter_s`;
    no load time. Without jitter all reads of all keys miss at first.
    """
    if jitter_s == 0:
        return keys * read_rps
    return keys / jitter_s * -expm1(-read_rps * jitter_s)


def first_wave_loads(keys: int, read_rps: float, within_s: float) -> float:
    """Loads within a time after keys that were set at one instant expire, no jitter. Exact."""
    return keys * (1 - exp(-read_rps * within_s))


def wave_loads(keys: int, read_rps: float, ttl_s: float, begin_s: float, end_s: float) -> float:
    """Loads from `begin_s` to `end_s` after all keys were set at one instant, no jitter. Exact.

    Miss k of a key falls at k TTLs and a Gamma(k) time after that instant: waves at multiples
    of the TTL, each wider than the one before. `read_rps` is for each key; no load time.
    """

    def per_key(at_s: float) -> float:
        waves = range(1, int(at_s / ttl_s) + 1)
        return sum(float(gammainc(k, read_rps * (at_s - k * ttl_s))) for k in waves)

    return keys * (per_key(end_s) - per_key(begin_s))
