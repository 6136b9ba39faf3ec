"""How often keys are asked for: the curve of frequency over rank, and the Zipf exponent fitted."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.profile.curve import spread

HIGHEST = 10.0
"""No larger exponent is looked for."""
STEPS, CLOSE = 100, 1e-10


class Popularity(NamedTuple):
    """Requests of the key of each rank, told at some ranks; 1 is the most popular."""

    rank: NDArray[np.int64]
    requests: NDArray[np.int64]
    exponent: float
    """The fitted Zipf exponent."""
    once_share: float
    """Share of the keys that are asked for a single time."""
    top_share: float
    """Share of the requests that goes to the most popular hundredth of the keys."""


def popularity(counts: NDArray[np.int64]) -> Popularity:
    """From how often each key was asked for."""
    ordered = np.sort(counts[counts > 0])[::-1]
    ranks = spread(len(ordered))
    hundredth = max(1, len(ordered) // 100)
    return Popularity(
        ranks,
        ordered[ranks - 1],
        zipf_exponent(ordered),
        float((ordered == 1).mean()),
        float(ordered[:hundredth].sum() / ordered.sum()),
    )


def zipf_exponent(ordered: NDArray[np.int64]) -> float:
    """The exponent s under which requests for ranks in proportion to rank^-s are likeliest.

    `ordered` are the keys' requests, most first. At the maximum of the likelihood the mean of
    ln(rank) over the requests is the law's own, which Newton's method finds. Ranks are those of
    the sample itself, as is usual; keys seen once or twice therefore pull the estimate up a
    little where there are many of them.
    """
    logs = np.log(np.arange(1, len(ordered) + 1, dtype=np.float64))
    wanted, s = float(ordered @ logs / ordered.sum()), 1.0
    for _ in range(STEPS):
        weights = np.exp(-s * logs)
        weights /= weights.sum()
        mean = float(weights @ logs)
        variance = float(weights @ logs**2) - mean**2
        if variance <= 0:
            return 0.0
        step = min(1.0, max(-1.0, (mean - wanted) / variance))
        before, s = s, min(HIGHEST, max(0.0, s + step))
        if abs(s - before) < CLOSE:
            break
    return s
