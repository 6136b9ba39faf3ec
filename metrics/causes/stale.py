"""Reads miss what was acknowledged before."""

from collections.abc import Iterator, Mapping
from typing import Any, Self

from metrics.causes.base import Cause, Finding
from metrics.family import Number
from metrics.seen import Seen
from metrics.words import brief, many
from simulator.log import Requests

LEAST = 0.001
"""From this share of stale reads on it is worth a word."""


class StaleReads(Cause):
    """The stalest read after the warm-up, with its key, and how many were stale."""

    place = 70

    def __init__(self, scenario: Any) -> None:
        """None yet: age, instant, key, versions behind."""
        super().__init__(scenario)
        self.worst = (0.0, 0.0, 0, 0)

    def requests(self, chunk: Requests) -> None:
        """Keep the stalest."""
        counted = chunk.at_s >= self.scenario.workload.warmup_s
        if counted.any():
            row = int((chunk.age_s * counted).argmax())
            age_s, at_s = float(chunk.age_s[row]), float(chunk.at_s[row])
            self.worst = max(self.worst, (age_s, at_s, int(chunk.key[row]), int(chunk.behind[row])))

    def merge(self, other: Self) -> None:
        """The staler one."""
        self.worst = max(self.worst, other.worst)

    def findings(self, seen: Seen, figures: Mapping[str, Number]) -> Iterator[Finding]:
        """One for the run."""
        age_s, at_s, key, behind = self.worst
        share = figures.get("stale_read_ratio") or 0.0
        if age_s > 0 and share >= LEAST:
            old = f"{brief(age_s, 's')} old, {many(behind, 'versions')} behind"
            yield Finding(at_s, f"The stalest read: key {key:,}, {old}; {share:.2%} were stale.")
