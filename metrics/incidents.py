"""Incidents: faults and what came of them, judged against the run before the first one.

A run is back when, from some instant on, each span of time has its p99 read latency, its share
of failures and its database queue within a tenth of the baseline. Chance is allowed for: spans of
the baseline scatter too, and 4.5 of their standard deviations are added. A span is long enough
for about a thousand reads, so that its p99 means something.
"""

from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metrics.strikes import Strike
from metrics.timeline import WINDOWS, Timeline

WITHIN = 1.1
"""Back is within a tenth of the baseline."""
SIGMAS = 4.5
ENOUGH_READS = 1000
LONGEST = WINDOWS // 20
"""Windows in a span at most."""
FEWEST_SPANS = 5
"""So many spans of the baseline are wanted, to know how they scatter."""
FLOORS = {"p99_s": 0.0, "failed": 0.01, "queue": 1.0}
"""What a measure may always rise by."""

Floats = NDArray[np.float64]
Places = tuple[int, int]


class Incident(NamedTuple):
    """Faults that follow each other before the run is back. `back_s` is None where it never is."""

    strikes: tuple[Strike, ...]
    start_s: float
    end_s: float
    """When the last of its faults is over."""
    back_s: float | None
    until_s: float
    """When the next incident begins, or the run ends."""

    @property
    def over_s(self) -> float:
        """Until when its effects are looked for."""
        return self.until_s if self.back_s is None else max(self.back_s, self.end_s)

    @property
    def recovery_s(self) -> float | None:
        """How long it took to be back once the last fault was over."""
        return None if self.back_s is None else self.back_s - self.end_s


class Spans:
    """A run's measures over spans of time, one that begins with each window."""

    def __init__(self, timeline: Timeline, baseline: Places) -> None:
        """`baseline` are the windows before the first fault, from the first to after the last."""
        self.edges_s, self.baseline = timeline.edges_s, baseline
        self.size = length(timeline, baseline)
        sums = {name: sliding(column, self.size) for name, column in timeline.sums.items()}
        waiting = sliding(np.maximum(timeline.waiting.means(), 0), self.size) / self.size
        failed = sums["failed"] / np.maximum(sums["requests"], 1)
        p99_s = timeline.latency.sliding(0.99, self.size)
        self.measures = {"p99_s": p99_s, "failed": failed, "queue": waiting}
        first, last = baseline
        self.levels = {name: level(each[self.inside()]) for name, each in self.measures.items()}
        self.levels["p99_s"] = timeline.latency.over(0.99, first, last) or 0.0
        self.limits = {name: self.limit(name) for name in self.measures}
        self.good = self.judged()

    def inside(self) -> slice:
        """Spans of the baseline that do not overlap."""
        first, last = self.baseline
        return slice(first, max(first + 1, last - self.size + 1), self.size)

    def limit(self, name: str) -> float:
        """Up to where a measure counts as back."""
        scatter = float(np.nan_to_num(np.nanstd(present(self.measures[name][self.inside()]))))
        return WITHIN * self.levels[name] + SIGMAS * scatter + FLOORS[name]

    def judged(self) -> NDArray[np.bool_]:
        """Which spans are as good as the baseline; one without reads is."""
        good = np.ones(len(self.measures["p99_s"]), dtype=np.bool_)
        for name, values in self.measures.items():
            good &= ~(values > self.limits[name])
        return good

    def back_s(self, end_s: float, until_s: float) -> float | None:
        """Since when all is well, between the end of the faults and another instant."""
        width_s = float(self.edges_s[1])
        first = min(int(end_s / width_s), len(self.good) - 1)
        last = min(int(until_s / width_s + 1e-9) - self.size + 1, len(self.good))
        bad = np.flatnonzero(~self.good[first:last])
        since = first + (int(bad[-1]) + 1 if len(bad) else 0)
        return None if since >= last else max(float(self.edges_s[since]), end_s)


def length(timeline: Timeline, baseline: Places) -> int:
    """How many windows make a span."""
    reads = float(timeline.sums["reads"].mean())
    wanted = ceil(ENOUGH_READS / reads) if reads else LONGEST
    most = max(1, (baseline[1] - baseline[0]) // FEWEST_SPANS)
    return max(1, min(wanted, LONGEST, most))


def sliding(values: Floats, size: int) -> Floats:
    """The sum over as many windows, from each window on."""
    whole = np.concatenate([[0.0], np.cumsum(values)])
    sums: Floats = whole[size:] - whole[:-size]
    return sums


def present(values: Floats) -> Floats:
    """The values that there are, a zero where there are none."""
    known: Floats = values[~np.isnan(values)]
    return known if len(known) else np.zeros(1)


def level(values: Floats) -> float:
    """The mean of the values that there are."""
    return float(present(values).mean())


def before(timeline: Timeline, warmup_s: float, start_s: float) -> Places | None:
    """The windows between the warm-up and an instant; None where there are too few."""
    edges_s = timeline.edges_s
    first = int(np.searchsorted(edges_s, warmup_s * (1 - 1e-9)))
    last = int(np.searchsorted(edges_s, start_s * (1 + 1e-9), side="right")) - 1
    return (first, last) if last - first >= FEWEST_SPANS else None


def incidents(found: tuple[Strike, ...], spans: Spans, end_s: float) -> tuple[Incident, ...]:
    """Strikes in groups: one that comes before the run is back belongs to what it follows."""
    done: list[Incident] = []
    for place, strike in enumerate(found):
        until_s = found[place + 1].start_s if place + 1 < len(found) else end_s
        joined = done.pop() if done and done[-1].back_s is None else None
        struck = (*(joined.strikes if joined else ()), strike)
        over_s = max(each.end_s for each in struck)
        back_s = spans.back_s(over_s, until_s) if over_s < until_s else None
        done.append(Incident(struck, struck[0].start_s, over_s, back_s, until_s))
    return tuple(done)
