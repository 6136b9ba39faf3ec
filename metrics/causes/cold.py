"""The cache begins empty."""

from collections.abc import Iterator, Mapping

import numpy as np

from metrics.causes.base import Cause, Finding
from metrics.family import Number
from metrics.seen import Seen
from metrics.words import instant

EMPTY = 0.5
"""A first window with less than this share of the later hit ratio is a cold start."""
WARM = 0.9
"""Warm is a cache with this share of the later hit ratio."""


class BeginsCold(Cause):
    """From a low hit ratio to nine tenths of the usual one."""

    place = 5

    def findings(self, seen: Seen, figures: Mapping[str, Number]) -> Iterator[Finding]:
        """One for the run."""
        ratios, usual = seen.column("hit_ratio"), seen.usual("hit_ratio")
        first = ratios[np.flatnonzero(~np.isnan(ratios))[:1]]
        if not len(first) or not usual > 0 or first[0] >= EMPTY * usual:
            return
        warm = int((np.nan_to_num(ratios) >= WARM * usual).argmax())
        yield Finding(
            0.0,
            f"Cold start: hit ratio {first[0]:.0%} at first, {WARM * usual:.0%} at "
            f"{instant(seen.at_s(warm))}, {usual:.0%} later.",
        )
