"""Shares with their standard error, from batches of the run that are longer than its memory."""

from typing import NamedTuple, Self

import numpy as np

from metrics.family import Span
from simulator.log import Requests
from simulator.outcome import HITS

BATCHES = 30


class Share(NamedTuple):
    """A share and its standard error; None where there is nothing to take it of."""

    mean: float | None
    error: float | None


class StaleHits:
    """Which share of the hits was stale. Reads that waited for a load are no hits."""

    def __init__(self, span: Span) -> None:
        """Nothing counted yet; equal batches over the span."""
        self.span = span
        self.hits, self.stale = np.zeros(BATCHES), np.zeros(BATCHES)

    def requests(self, chunk: Requests) -> None:
        """Count hits of the span."""
        hit = np.flatnonzero((chunk.write == 0) & (chunk.outcome <= HITS[-1]))
        place = (chunk.at_s[hit] - self.span.start_s) * (BATCHES / self.span.length_s)
        batch = np.clip(place.astype(np.int64), 0, BATCHES - 1)
        self.hits += np.bincount(batch, minlength=BATCHES)
        self.stale += np.bincount(batch[chunk.behind[hit] > 0], minlength=BATCHES)

    def merge(self, other: Self) -> None:
        """Add counts."""
        self.hits += other.hits
        self.stale += other.stale

    def share(self) -> Share:
        """The share over all hits, its error from the scatter of the batches about it."""
        whole = self.hits.sum()
        if not whole:
            return Share(None, None)
        mean = float(self.stale.sum() / whole)
        off = self.stale - mean * self.hits
        scatter = float(np.sqrt((off**2).sum() * BATCHES / (BATCHES - 1)) / whole)
        return Share(mean, scatter)
