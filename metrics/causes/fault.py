"""A fault of the scenario strikes."""

from collections.abc import Iterator, Mapping

from metrics.causes.base import Cause, Finding
from metrics.family import Number
from metrics.seen import Seen

EMPTIED = 0.5
"""So large a share of the entries gone from one sample to the next is worth a word."""
FEW = 10


class FaultStrikes(Cause):
    """What the scenario does to the run, and how many entries were gone at the next sample."""

    place = 0

    def findings(self, seen: Seen, figures: Mapping[str, Number]) -> Iterator[Finding]:
        """One for each fault."""
        said: set[float] = set()
        for strike in seen.strikes:
            lost = "" if strike.start_s in said else emptied(seen, strike.start_s)
            said.add(strike.start_s)
            yield Finding(strike.start_s, f"Fault: {strike.told}{lost}.")


def emptied(seen: Seen, at_s: float) -> str:
    """How much of the cache went with it, where it was half of it or more."""
    entries = seen.column("cache_entries")
    window = seen.places(at_s, at_s).start
    held, left = entries[window], entries[min(window + 1, len(entries) - 1)]
    if held < FEW or held - left < EMPTIED * held:
        return ""
    return f"; {held - left:,.0f} of {held:,.0f} entries left the cache"
