"""Counters of the world that no single request owns; taken anew when the warm-up ends."""

from dataclasses import dataclass


@dataclass
class Counters:
    """What happened in the cache, to the write queue and to clients since the counting began.

    Of attempts those count whose requests have arrived since. `abandoned` counts attempts whose
    work was still going on when their client had gone, `retries_refused` those that the budget
    did not grant.
    """

    evictions: int = 0
    refusals: int = 0
    expirations: int = 0
    misses: int = 0
    entries_peak: int = 0
    dirty_peak: int = 0
    prefetched: int = 0
    prefetch_hits: int = 0
    prefetch_wasted: int = 0
    read_retries: int = 0
    write_retries: int = 0
    retries_refused: int = 0
    hedges: int = 0
    abandoned: int = 0

    def restart(self, entries: int, dirty: int) -> None:
        """Begin again from what there is now."""
        self.__init__(entries_peak=entries, dirty_peak=dirty)  # type: ignore[misc]
