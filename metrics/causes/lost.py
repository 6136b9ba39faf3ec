"""Acknowledged writes that the database never got."""

from collections.abc import Iterator, Mapping

from metrics.causes.base import Cause, Finding
from metrics.family import Number
from metrics.seen import Seen
from metrics.words import brief, many


class WritesAreLost(Cause):
    """By cause: how many, since when, and how long the oldest had been acknowledged."""

    place = 12

    def findings(self, seen: Seen, figures: Mapping[str, Number]) -> Iterator[Finding]:
        """One for each cause."""
        for cause in sorted({write.cause for write in seen.log.books.lost}):
            lost = [write for write in seen.log.books.lost if write.cause == cause]
            at_s = min(write.lost_s for write in lost)
            end_s = seen.scenario.workload.duration_s
            oldest_s = max(write.lost_s - write.acknowledged_s for write in lost)
            text = (
                f"{many(len(lost), 'acknowledged writes')} lost: {cause.replace('_', ' ')}; the "
                f"oldest had been acknowledged {brief(oldest_s, 's')} before."
            )
            yield Finding(min(at_s, end_s), text)
