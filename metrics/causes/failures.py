"""Requests that are not answered: refused, timed out, in error."""

from collections.abc import Iterator, Mapping
from typing import Any, Self

import numpy as np

from metrics.causes.base import Cause, Finding
from metrics.family import Number
from metrics.seen import Seen
from metrics.timeline import WINDOWS
from metrics.words import instant, many, number
from simulator.log import Requests
from simulator.outcome import FAILURES, OUTCOMES

WORDS = {"shed": "shed", "timeout": "given up after a timeout", "error": "answered with an error"}
REPEATED = 1.01
"""From so many attempts of a read on, retries are worth a word."""


class RequestsFail(Cause):
    """How many, from when to when, by the way in which they failed."""

    place = 60

    def __init__(self, scenario: Any) -> None:
        """None yet."""
        super().__init__(scenario)
        self.counts = {code: np.zeros(WINDOWS, dtype=np.int64) for code in FAILURES}

    def requests(self, chunk: Requests) -> None:
        """Count each window's failures."""
        for code, counts in self.counts.items():
            failed_s = chunk.at_s[chunk.outcome == code]
            if len(failed_s):
                places = failed_s * (WINDOWS / self.scenario.workload.duration_s)
                windows = np.minimum(places.astype(np.int64), WINDOWS - 1)
                self.counts[code] = counts + np.bincount(windows, minlength=WINDOWS)

    def merge(self, other: Self) -> None:
        """Add counts."""
        for code, counts in self.counts.items():
            self.counts[code] = counts + other.counts[code]

    def findings(self, seen: Seen, figures: Mapping[str, Number]) -> Iterator[Finding]:
        """One for each way to fail."""
        retries = retried(figures)
        for code, counts in self.counts.items():
            windows = np.flatnonzero(counts)
            if len(windows):
                first_s, last_s = seen.at_s(int(windows[0])), seen.at_s(int(windows[-1]) + 1)
                were = many(counts.sum(), "requests") + (" was" if counts.sum() == 1 else " were")
                until = f"of those sent between {instant(first_s)} and {instant(last_s)}"
                word = WORDS.get(OUTCOMES[code], OUTCOMES[code])
                yield Finding(first_s, f"{were} {word}, {until}{retries}.")
                retries = ""


def retried(figures: Mapping[str, Number]) -> str:
    """What retries made of the reads, where they are counted and there were some."""
    attempts = figures.get("attempts_per_read")
    if attempts is None or attempts < REPEATED:
        return ""
    return f"; with retries a read made {number(round(attempts, 2))} attempts on average"
