"""What became of the writes: acknowledged, lost by cause, waiting, coalesced."""

from collections import Counter
from typing import ClassVar, Self

from metrics.family import Declaration, Family, Number, Span, ratio
from simulator.log import Log, Requests, Statements
from simulator.outcome import CODE


class Writes(Family):
    """Writes acknowledged within the span, and the rows that the database got for them."""

    place = 5
    declarations: ClassVar = {
        "acked_writes": Declaration("Acknowledged writes", "", None, "Writes that succeeded."),
        "lost_writes": Declaration(
            "Lost writes",
            "",
            "lower",
            "Acknowledged, but at the end the database holds neither them nor a newer version.",
        ),
        "dirty_peak": Declaration(
            "Dirty keys, peak",
            "keys",
            "lower",
            "The most keys whose last write was not stored yet.",
        ),
        "coalescing_ratio": Declaration(
            "Coalescing", "1", None, "Acknowledged writes for each row that the database wrote."
        ),
    }

    def __init__(self, span: Span) -> None:
        """Nothing counted yet."""
        super().__init__(span)
        self.acknowledged = self.rows = 0

    def requests(self, chunk: Requests) -> None:
        """Count acknowledged writes."""
        self.acknowledged += int((chunk.outcome == CODE["acknowledged"]).sum())

    def statements(self, chunk: Statements) -> None:
        """Count rows written within the span."""
        inside = (chunk.joined_s >= self.span.start_s) & (chunk.joined_s < self.span.end_s)
        self.rows += int(chunk.rows[inside & (chunk.write == 1) & (chunk.refused == 0)].sum())

    def merge(self, other: Self) -> None:
        """Add counts."""
        self.acknowledged += other.acknowledged
        self.rows += other.rows

    def figures(self, log: Log) -> dict[str, Number]:
        """Counts, and losses by cause."""
        lost = [w for w in log.books.lost if w.acknowledged_s >= self.span.start_s]
        causes = Counter(write.cause for write in lost)
        return {
            "acked_writes": self.acknowledged,
            "lost_writes": len(lost),
            **{f"lost_{cause}": count for cause, count in sorted(causes.items())},
            "dirty_peak": log.counters.dirty_peak,
            "coalescing_ratio": ratio(self.acknowledged, self.rows),
        }
