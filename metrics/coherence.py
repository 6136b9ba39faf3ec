"""Cache against database: which share of the entries is older, and which is newer."""

from typing import ClassVar, Self

from metrics.family import Declaration, Family, Number, Span, ratio
from simulator.log import Log, Samples


class Coherence(Family):
    """Entries of the sampled instants within the span, expired ones that linger included.

    This judges the cache, whether anybody reads or not; stale reads judge what readers got.
    """

    place = 2
    declarations: ClassVar = {
        "entries_behind_ratio": Declaration(
            "Entries behind", "1", "lower", "Share of the entries older than the database's row."
        ),
        "entries_ahead_ratio": Declaration(
            "Entries ahead",
            "1",
            None,
            "Share of the entries newer than the database's row: it has not heard of them yet.",
        ),
    }

    def __init__(self, span: Span) -> None:
        """Nothing counted yet."""
        super().__init__(span)
        self.entries = self.behind = self.ahead = 0

    def samples(self, chunk: Samples) -> None:
        """Count entries."""
        inside = (chunk.at_s >= self.span.start_s) & (chunk.at_s <= self.span.end_s)
        for name in ("entries", "behind", "ahead"):
            found = int(getattr(chunk, name)[inside].sum())
            setattr(self, name, getattr(self, name) + found)

    def merge(self, other: Self) -> None:
        """Add counts."""
        for name in ("entries", "behind", "ahead"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def figures(self, log: Log) -> dict[str, Number]:
        """The two shares."""
        return {
            "entries_behind_ratio": ratio(self.behind, self.entries),
            "entries_ahead_ratio": ratio(self.ahead, self.entries),
        }
