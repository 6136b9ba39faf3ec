"""The run comes back after its faults, or does not."""

from collections.abc import Iterator, Mapping

from metrics.causes.base import Cause, Finding
from metrics.family import Number
from metrics.incidents import Incident, Spans
from metrics.seen import Seen
from metrics.words import brief, many


class ComesBack(Cause):
    """The verdict on each incident."""

    place = 90

    def findings(self, seen: Seen, figures: Mapping[str, Number]) -> Iterator[Finding]:
        """One for each incident, at the instant at which it is clear."""
        for incident in seen.incidents:
            assert seen.spans is not None
            at_s = incident.until_s if incident.back_s is None else incident.back_s
            yield Finding(at_s, verdict(incident, seen.spans))


def verdict(incident: Incident, spans: Spans) -> str:
    """Back after how long; or how far from it the run still is at its end."""
    usual = f"{brief(spans.levels['p99_s'], 's')} before"
    if incident.recovery_s is not None:
        after = f"{brief(incident.recovery_s, 's')} after the fault was over"
        word = after if incident.recovery_s else "as soon as the fault was over"
        return f"Back within 10 % of the baseline {word} (p99 {usual})."
    last = {name: float(values[-1]) for name, values in spans.measures.items()}
    queue = f"{many(last['queue'], 'statements')} in the queue, {last['failed']:.0%} failing"
    return f"Did not recover: in the end p99 was {brief(last['p99_s'], 's')} ({usual}), {queue}."
