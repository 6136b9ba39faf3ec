"""The cache is full and entries must leave."""

from collections.abc import Iterator, Mapping

from metrics.causes.base import Cause, Finding
from metrics.family import Number
from metrics.seen import Seen
from metrics.words import many

NEARLY = 0.99
"""The cache is called full when it holds this share of the most that it ever did."""


class CacheFills(Cause):
    """From when on, and how many entries were evicted."""

    place = 45

    def findings(self, seen: Seen, figures: Mapping[str, Number]) -> Iterator[Finding]:
        """One for the run, where anything was evicted or refused room."""
        evicted, refused = seen.log.counters.evictions, seen.log.counters.refusals
        if not evicted + refused:
            return
        entries = seen.column("cache_entries")
        full = int((entries >= NEARLY * entries.max()).argmax())
        what = many(evicted, "evictions") if evicted else many(refused, "refused sets")
        yield Finding(
            seen.at_s(full),
            f"The cache was full with {entries.max():,.0f} entries: {what} after the warm-up.",
        )
