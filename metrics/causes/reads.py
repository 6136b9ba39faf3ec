"""After a fault the database is read much more."""

from collections.abc import Iterator, Mapping
from math import sqrt

from metrics.causes.base import Cause, Finding
from metrics.family import Number
from metrics.incidents import SIGMAS, Incident
from metrics.seen import Seen
from metrics.words import brief, times

GROWN = 2
"""From so many times the baseline on a rise is worth a word."""


class ReadsRise(Cause):
    """From the baseline to the highest window of the incident, if chance does not explain it."""

    place = 20

    def findings(self, seen: Seen, figures: Mapping[str, Number]) -> Iterator[Finding]:
        """One for each incident."""
        usual = seen.usual("db_read_rps")
        for incident in seen.incidents:
            yield from rise(seen, incident, usual)


def rise(seen: Seen, incident: Incident, usual: float) -> Iterator[Finding]:
    """When they had doubled, and when they were highest."""
    places = seen.places(incident.start_s, incident.over_s)
    rates = seen.column("db_read_rps")[places]
    highest, width_s = float(rates.max()), seen.width_s
    chance = SIGMAS * sqrt(max(usual * width_s, 1)) / width_s
    if highest < max(GROWN * usual, usual + chance):
        return
    doubled = places.start + int((rates >= GROWN * usual).argmax())
    peak = places.start + int(rates.argmax())
    at_s = max(seen.at_s(doubled), incident.start_s)
    within = f" within {brief(seen.at_s(peak) + width_s - incident.start_s, 's')}"
    yield Finding(
        at_s,
        f"Database reads rose from {brief(usual, '1/s')} to {brief(highest, '1/s')}"
        f"{times(highest, usual)}{within}.",
    )
