"""The cache's memory: entries, evictions, expirations, and what prefetching was worth."""

from typing import ClassVar, Self

from metrics.family import Declaration, Family, Number, Span, ratio
from simulator.log import Log, Samples


class Memory(Family):
    """Read off the world's counters, which start anew when the warm-up ends, and its samples."""

    place = 6
    declarations: ClassVar = {
        "evictions": Declaration("Evictions", "", "lower", "Entries that had to make room."),
        "sets_refused": Declaration(
            "Sets refused", "", "lower", "New entries that found no room, nor anybody to evict."
        ),
        "expirations": Declaration(
            "Expirations", "", None, "Entries whose TTL had run out and that were removed."
        ),
        "cache_entries_peak": Declaration(
            "Entries, peak",
            "entries",
            "lower",
            "The most entries in memory, expired ones included.",
        ),
        "duplicate_entry_ratio": Declaration(
            "Duplicate entries",
            "1",
            "lower",
            "Entries of a row that is cached under another spelling of its key already, of all.",
        ),
        "prefetch_accuracy": Declaration(
            "Prefetch accuracy",
            "1",
            "higher",
            "Prefetched entries that were used, of those decided.",
        ),
        "prefetch_coverage": Declaration(
            "Prefetch coverage",
            "1",
            "higher",
            "Uses of prefetched entries, of all that needed one.",
        ),
        "prefetch_wasted": Declaration(
            "Wasted prefetches", "rows", "lower", "Prefetched entries that nobody used in time."
        ),
    }

    def __init__(self, span: Span) -> None:
        """Nothing counted yet."""
        super().__init__(span)
        self.entries = self.copies = 0

    def samples(self, chunk: Samples) -> None:
        """Count entries and second copies at the samples of the span."""
        inside = (chunk.at_s >= self.span.start_s) & (chunk.at_s <= self.span.end_s)
        self.entries += int(chunk.entries[inside].sum())
        self.copies += int(chunk.copies[inside].sum())

    def merge(self, other: Self) -> None:
        """Add counts."""
        self.entries += other.entries
        self.copies += other.copies

    def figures(self, log: Log) -> dict[str, Number]:
        """Counters and shares of them."""
        c = log.counters
        prefetches = c.prefetched or c.prefetch_hits or c.prefetch_wasted
        decided = c.prefetch_hits + c.prefetch_wasted
        spelled = log.scenario.client.key_formats > 1
        return {
            "evictions": c.evictions,
            "sets_refused": c.refusals,
            "expirations": c.expirations,
            "cache_entries_peak": c.entries_peak,
            "duplicate_entry_ratio": ratio(self.copies, self.entries) if spelled else None,
            "prefetch_accuracy": ratio(c.prefetch_hits, decided),
            "prefetch_coverage": (
                ratio(c.prefetch_hits, c.prefetch_hits + c.misses) if prefetches else None
            ),
            "prefetch_wasted": c.prefetch_wasted if prefetches else None,
        }
