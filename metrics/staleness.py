"""How far reads were behind the truth: share of stale reads, age, versions."""

from typing import ClassVar, Self

from metrics.family import Declaration, Family, Number, Span, ratio
from metrics.histogram import Histogram
from simulator.log import Log, Requests


class Staleness(Family):
    """Reads that missed a version which had been acknowledged before they started.

    Ages and versions behind are over stale reads only.
    """

    place = 2
    declarations: ClassVar = {
        "stale_read_ratio": Declaration(
            "Stale reads", "1", "lower", "Reads that returned less than the newest acknowledged."
        ),
        "staleness_age_s_mean": Declaration(
            "Staleness age, mean", "s", "lower", "How long a stale read was behind, on average."
        ),
        "staleness_age_s_p50": Declaration(
            "Staleness age, median", "s", "lower", "Half of the stale reads were behind no longer."
        ),
        "staleness_age_s_p95": Declaration(
            "Staleness age, p95", "s", "lower", "95 % of the stale reads were behind no longer."
        ),
        "staleness_age_s_p99": Declaration(
            "Staleness age, p99", "s", "lower", "99 % of the stale reads were behind no longer."
        ),
        "staleness_age_s_max": Declaration(
            "Staleness age, max", "s", "lower", "The longest that a stale read was behind."
        ),
        "versions_behind_mean": Declaration(
            "Versions behind, mean", "", "lower", "Versions that a stale read missed, on average."
        ),
        "versions_behind_max": Declaration(
            "Versions behind, max", "", "lower", "The most versions that a stale read missed."
        ),
    }

    def __init__(self, span: Span) -> None:
        """Nothing counted yet."""
        super().__init__(span)
        self.reads = self.behind = self.behind_max = 0
        self.age_max_s = 0.0
        self.ages = Histogram()

    def requests(self, chunk: Requests) -> None:
        """Count stale reads."""
        self.reads += len(chunk.write) - int(chunk.write.sum())
        stale = chunk.behind > 0
        if stale.any():
            self.ages.add(chunk.age_s[stale])
            self.age_max_s = max(self.age_max_s, float(chunk.age_s[stale].max()))
            self.behind += int(chunk.behind.sum())
            self.behind_max = max(self.behind_max, int(chunk.behind.max()))

    def merge(self, other: Self) -> None:
        """Add counts."""
        self.reads += other.reads
        self.behind += other.behind
        self.behind_max = max(self.behind_max, other.behind_max)
        self.age_max_s = max(self.age_max_s, other.age_max_s)
        self.ages.merge(other.ages)

    def figures(self, log: Log) -> dict[str, Number]:
        """Share, age, versions."""
        stale = self.ages.count
        return {
            "stale_read_ratio": ratio(stale, self.reads),
            "staleness_age_s_mean": self.ages.mean(),
            "staleness_age_s_p50": self.ages.quantile(0.5),
            "staleness_age_s_p95": self.ages.quantile(0.95),
            "staleness_age_s_p99": self.ages.quantile(0.99),
            "staleness_age_s_max": self.age_max_s if stale else None,
            "versions_behind_mean": ratio(self.behind, stale),
            "versions_behind_max": self.behind_max if stale else None,
        }
