"""How reads ended: hit ratio, offload, and the share of each outcome."""

from typing import ClassVar, Self

import numpy as np

from metrics.family import Declaration, Family, Number, Span, ratio
from simulator.log import Log, Requests, Statements
from simulator.outcome import FAILURES, HITS, OUTCOMES


class Hits(Family):
    """Shares of reads, and the number of requests."""

    place = 0
    declarations: ClassVar = {
        "requests": Declaration("Requests", "", None, "Requests that arrived."),
        "reads": Declaration("Reads", "", None, "Reads that arrived."),
        "writes": Declaration("Writes", "", None, "Writes that arrived."),
        "hit_ratio": Declaration(
            "Hit ratio", "1", "higher", "Reads answered from the cache without waiting for a load."
        ),
        "origin_offload": Declaration(
            "Origin offload", "1", "higher", "1 - loads / reads: what the database is spared."
        ),
        "goodput_rps": Declaration("Goodput", "1/s", "higher", "Requests that were answered."),
    } | {
        f"outcome_{word}": Declaration(
            word.replace("_", " ").capitalize(), "1", None, f"Share of reads that ended as {word}."
        )
        for word in OUTCOMES[:-1]
    }

    def __init__(self, span: Span) -> None:
        """Nothing counted yet."""
        super().__init__(span)
        self.outcomes = np.zeros(len(OUTCOMES), dtype=np.int64)
        self.total = self.writes = self.loads = self.failed_writes = 0

    def requests(self, chunk: Requests) -> None:
        """Count outcomes of reads, and failures of writes."""
        both = np.bincount(chunk.outcome + 16 * chunk.write.astype(np.int64), minlength=32)
        self.outcomes += both[: len(OUTCOMES)]
        self.total += len(chunk.at_s)
        self.writes += int(both[16:].sum())
        self.failed_writes += int(both[16:][list(FAILURES)].sum())

    def statements(self, chunk: Statements) -> None:
        """Count loads that joined within the span."""
        inside = (chunk.joined_s >= self.span.start_s) & (chunk.joined_s < self.span.end_s)
        self.loads += int((inside & (chunk.in_flight > 0) & (chunk.refused == 0)).sum())

    def merge(self, other: Self) -> None:
        """Add counts."""
        self.outcomes += other.outcomes
        for name in ("total", "writes", "loads", "failed_writes"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def figures(self, log: Log) -> dict[str, Number]:
        """Numbers and shares."""
        reads = int(self.outcomes.sum())
        failed = int(self.outcomes[list(FAILURES)].sum()) + self.failed_writes
        offload = ratio(self.loads, reads)
        shares = {
            f"outcome_{word}": ratio(count, reads)
            for word, count in zip(OUTCOMES[:-1], self.outcomes[:-1].tolist(), strict=True)
        }
        return {
            "requests": self.total,
            "reads": reads,
            "writes": self.writes,
            "hit_ratio": ratio(self.outcomes[list(HITS)].sum(), reads),
            "origin_offload": None if offload is None else 1 - offload,
            "goodput_rps": ratio(self.total - failed, self.span.length_s),
        } | shares
