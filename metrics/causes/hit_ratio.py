"""After a fault the cache answers fewer reads."""

from collections.abc import Iterator, Mapping

import numpy as np

from metrics.causes.base import Cause, Finding
from metrics.family import Number
from metrics.incidents import Incident
from metrics.seen import Seen

FALL = 0.1
"""From so many points on a fall of the hit ratio is worth a word."""


class HitRatioFalls(Cause):
    """From the baseline to the lowest window of the incident."""

    place = 10

    def findings(self, seen: Seen, figures: Mapping[str, Number]) -> Iterator[Finding]:
        """One for each incident."""
        usual = seen.usual("hit_ratio")
        for incident in seen.incidents:
            yield from fall(seen, incident, usual)


def fall(seen: Seen, incident: Incident, usual: float) -> Iterator[Finding]:
    """When it was half-way down, and how far it went."""
    places = seen.places(incident.start_s, incident.over_s)
    ratios = np.nan_to_num(seen.column("hit_ratio")[places], nan=usual)
    lowest = float(ratios.min())
    if usual - lowest >= FALL:
        low = int((ratios <= (usual + lowest) / 2).argmax())
        at_s = max(seen.at_s(places.start + low), incident.start_s)
        yield Finding(at_s, f"Hit ratio fell from {usual:.0%} to {lowest:.0%}.")
