"""Popularity of keys: Zipf's law, and how soon a cold cache has seen them all."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def zipf(keys: int, exponent: float) -> Floats:
    """The probability of each key, the most popular first: rank^-exponent, made to sum to 1.

    Exact: the definition of the truncated Zipf law.
    """
    weights = np.arange(1, keys + 1, dtype=np.float64) ** -exponent
    chances: Floats = weights / weights.sum()
    return chances


def top_share(keys: int, exponent: float, top: int = 1) -> float:
    """Share of the requests that go to the `top` most popular keys. Exact.

    It is also the best hit ratio that `top` entries can reach under independent references.
    """
    return float(zipf(keys, exponent)[:top].sum())


def distinct_keys(keys: int, exponent: float, requests: int) -> float:
    """How many different keys the first requests ask for, on average.

    Exact: coupon collector with unequal probabilities. Also the size of an unlimited cache
    that was empty before these requests and forgets nothing.
    """
    return float((-np.expm1(requests * np.log1p(-zipf(keys, exponent)))).sum())


def next_hit(keys: int, exponent: float, requests: int) -> float:
    """Probability that the request after the first `requests` asks for a key seen before. Exact."""
    p = zipf(keys, exponent)
    return float(1 - (p * np.exp(requests * np.log1p(-p))).sum())
