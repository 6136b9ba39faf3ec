"""Readers wait much longer than before."""

from collections.abc import Iterator, Mapping

import numpy as np

from metrics.causes.base import Cause, Finding
from metrics.family import Number
from metrics.incidents import Spans, present
from metrics.seen import Seen
from metrics.words import brief, times

GROWN = 2
"""From so many times the baseline on, after a fault, a rise is worth a word."""
STRANGE = 5
"""From so many times the median on, without any fault."""


class LatencyRises(Cause):
    """p99 over spans of time, from the baseline to the worst of an incident or of the run."""

    place = 40

    def findings(self, seen: Seen, figures: Mapping[str, Number]) -> Iterator[Finding]:
        """One for each incident; without faults one for the run."""
        if seen.spans is None:
            return
        for incident in seen.incidents:
            usual_s = seen.spans.levels["p99_s"]
            least_s = max(GROWN * usual_s, seen.spans.limits["p99_s"])
            until = seen.places(incident.start_s, incident.over_s)
            yield from rise(seen, seen.spans, until, (usual_s, least_s), incident.start_s)
        if not seen.strikes:
            whole = seen.places(seen.scenario.workload.warmup_s, seen.at_s(len(seen.table)))
            usual_s = float(np.median(present(seen.spans.measures["p99_s"][whole])))
            yield from rise(seen, seen.spans, whole, (usual_s, STRANGE * usual_s), 0.0)


def rise(
    seen: Seen, spans: Spans, until: slice, levels_s: tuple[float, float], start_s: float
) -> Iterator[Finding]:
    """When p99 had risen above the least that counts, and how far it went."""
    usual_s, least_s = levels_s
    p99_s = np.nan_to_num(spans.measures["p99_s"][until])
    highest_s = float(p99_s.max(initial=0.0))
    if highest_s > least_s:
        span = until.start + int((p99_s > least_s).argmax())
        own_s = np.nan_to_num(seen.column("latency_read_s_p99")[span : span + spans.size])
        at_s = max(seen.at_s(span + int((own_s > least_s).argmax())), start_s)
        rose = f"from {brief(usual_s, 's')} to {brief(highest_s, 's')}{times(highest_s, usual_s)}"
        yield Finding(at_s, f"p99 read latency rose {rose}.")
