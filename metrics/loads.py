"""Loads: how many, how many of them redundant, and how large a stampede grew."""

from typing import ClassVar, Self

from metrics.family import Declaration, Family, Number, Span
from simulator.log import Log, Statements


class Loads(Family):
    """Loads that began within the span, refreshes included, refused ones not."""

    place = 3
    declarations: ClassVar = {
        "loads": Declaration(
            "Loads",
            "",
            "lower",
            "Database reads because the cache could not serve, or soon could not.",
        ),
        "redundant_loads": Declaration(
            "Redundant loads", "", "lower", "Loads of a key of which a load was in flight already."
        ),
        "stampede_peak": Declaration(
            "Stampede peak", "loads", "lower", "The most loads of one key in flight at once."
        ),
    }

    def __init__(self, span: Span) -> None:
        """Nothing counted yet."""
        super().__init__(span)
        self.loads = self.redundant = self.peak = 0

    def statements(self, chunk: Statements) -> None:
        """Count loads."""
        inside = (chunk.joined_s >= self.span.start_s) & (chunk.joined_s < self.span.end_s)
        in_flight = chunk.in_flight[inside & (chunk.refused == 0)]
        self.loads += int((in_flight > 0).sum())
        self.redundant += int((in_flight > 1).sum())
        self.peak = max(self.peak, int(in_flight.max(initial=0)))

    def merge(self, other: Self) -> None:
        """Add counts."""
        self.loads += other.loads
        self.redundant += other.redundant
        self.peak = max(self.peak, other.peak)

    def figures(self, log: Log) -> dict[str, Number]:
        """The three numbers."""
        return {
            "loads": self.loads,
            "redundant_loads": self.redundant,
            "stampede_peak": self.peak,
        }
