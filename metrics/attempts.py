"""Attempts: how often clients ask for one answer, and what work goes on for nobody."""

from typing import ClassVar, Self

from metrics.family import Declaration, Family, Number, Span, ratio
from simulator.log import Log, Requests


class Attempts(Family):
    """Read off the world's counters of requests that arrived after the warm-up."""

    place = 7
    declarations: ClassVar = {
        "attempts_per_read": Declaration(
            "Attempts per read",
            "",
            "lower",
            "How often a read is sent on average: once, and again as retry or hedge.",
        ),
        "retries": Declaration("Retries", "", "lower", "Attempts that repeat a failed one."),
        "retries_refused": Declaration(
            "Retries refused", "", None, "Retries that the retry budget did not grant."
        ),
        "hedges": Declaration(
            "Hedged requests", "", None, "Reads sent once more because no answer had come yet."
        ),
        "abandoned_attempts": Declaration(
            "Abandoned attempts",
            "",
            "lower",
            "Attempts whose work was still going on when nobody waited for it any more.",
        ),
    }

    def __init__(self, span: Span) -> None:
        """Nothing counted yet."""
        super().__init__(span)
        self.reads = 0

    def requests(self, chunk: Requests) -> None:
        """Count reads."""
        self.reads += int((chunk.write == 0).sum())

    def merge(self, other: Self) -> None:
        """Add counts."""
        self.reads += other.reads

    def figures(self, log: Log) -> dict[str, Number]:
        """Counters, and attempts over reads."""
        c, client = log.counters, log.scenario.client
        limited = client.timeout_s is not None or client.hedge_after_s is not None
        return {
            "attempts_per_read": ratio(self.reads + c.read_retries + c.hedges, self.reads),
            "retries": c.read_retries + c.write_retries,
            "retries_refused": None if client.retry_budget is None else c.retries_refused,
            "hedges": None if client.hedge_after_s is None else c.hedges,
            "abandoned_attempts": c.abandoned if limited else None,
        }
