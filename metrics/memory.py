"""The cache's memory: entries, evictions, expirations, and what prefetching was worth."""

from typing import ClassVar

from metrics.family import Declaration, Family, Number, ratio
from simulator.log import Log


class Memory(Family):
    """Read off the world's counters, which start anew when the warm-up ends."""

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

    def figures(self, log: Log) -> dict[str, Number]:
        """Counters and shares of them."""
        c = log.counters
        prefetches = c.prefetched or c.prefetch_hits or c.prefetch_wasted
        decided = c.prefetch_hits + c.prefetch_wasted
        return {
            "evictions": c.evictions,
            "sets_refused": c.refusals,
            "expirations": c.expirations,
            "cache_entries_peak": c.entries_peak,
            "prefetch_accuracy": ratio(c.prefetch_hits, decided),
            "prefetch_coverage": (
                ratio(c.prefetch_hits, c.prefetch_hits + c.misses) if prefetches else None
            ),
            "prefetch_wasted": c.prefetch_wasted if prefetches else None,
        }
