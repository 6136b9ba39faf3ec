"""Phases: a run's figures before, during and after its faults."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from metrics.family import ratio
from metrics.incidents import Incident
from metrics.seen import Seen
from metrics.timeline import WINDOWS


class Phase(NamedTuple):
    """A part of a run by name."""

    name: str
    start_s: float
    end_s: float


def phases(seen: Seen) -> pd.DataFrame:
    """One row a phase, in the order of time; empty where there is nothing to compare."""
    rows = [figures(seen, phase) for phase in parts(seen) if phase.end_s > phase.start_s]
    return pd.DataFrame(rows)


def parts(seen: Seen) -> Iterator[Phase]:
    """Before; then for each incident during its faults, until it is back, and afterwards."""
    if not seen.incidents:
        return
    yield Phase("before", seen.scenario.workload.warmup_s, seen.incidents[0].start_s)
    for incident in seen.incidents:
        yield from parts_of(incident)


def parts_of(incident: Incident) -> Iterator[Phase]:
    """An incident's phases; one that is never back has none afterwards."""
    yield Phase("during", incident.start_s, incident.end_s)
    if incident.back_s is None:
        yield Phase("not back", incident.end_s, incident.until_s)
    else:
        yield Phase("recovering", incident.end_s, incident.back_s)
        yield Phase("after", incident.back_s, incident.until_s)


def figures(seen: Seen, phase: Phase) -> dict[str, float | str | None]:
    """One phase, of the windows that lie mostly in it: figures under the names of metrics."""
    width_s, course = seen.width_s, seen.course
    first = min(int(phase.start_s / width_s + 0.5), WINDOWS - 1)
    last = max(first + 1, min(int(phase.end_s / width_s + 0.5), WINDOWS))
    sums = {name: float(column[first:last].sum()) for name, column in course.sums.items()}
    length_s = (last - first) * width_s
    queue = np.maximum(course.waiting.means()[first:last], 0)
    return {
        "phase": phase.name,
        "start_s": phase.start_s,
        "end_s": phase.end_s,
        "hit_ratio": ratio(sums["hits"], sums["reads"]),
        "latency_read_s_p50": course.latency.over(0.5, first, last),
        "latency_read_s_p99": course.latency.over(0.99, first, last),
        "goodput_rps": (sums["requests"] - sums["failed"]) / length_s,
        "failure_ratio": ratio(sums["failed"], sums["requests"]),
        "db_read_rps": sums["db_reads"] / length_s,
        "db_queue_mean": float(queue.mean()),
    }
