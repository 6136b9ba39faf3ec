"""What stood between an acknowledgement and the database, and how old it was when it was lost."""

from typing import ClassVar, Self

from metrics.family import Declaration, Family, Number, Span, ratio
from simulator.log import Log, Samples, Statements


class Durability(Family):
    """Read off samples of the span, its write statements, and the books."""

    place = 5
    declarations: ClassVar = {
        "rpo_s": Declaration(
            "Oldest loss (RPO)",
            "s",
            "lower",
            "Age of the oldest lost write when it was lost: how far back a recovery sets you.",
        ),
        "unstored_mean": Declaration(
            "Unstored writes, mean",
            "",
            "lower",
            "Acknowledged writes that the database held in no form, lost ones included.",
        ),
        "unstored_peak": Declaration(
            "Unstored writes, peak", "", "lower", "The most at any of the sampled instants."
        ),
        "dirty_mean": Declaration(
            "Dirty keys, mean", "keys", "lower", "Keys that wait to be stored, on average."
        ),
        "rows_per_write": Declaration(
            "Rows per write statement",
            "rows",
            "higher",
            "Rows that a statement writes, on average: a flush stores many at once.",
        ),
    }

    def __init__(self, span: Span) -> None:
        """Nothing counted yet."""
        super().__init__(span)
        self.samples_seen = self.unstored = self.unstored_peak = self.dirty = 0
        self.stores = self.rows = 0

    def samples(self, chunk: Samples) -> None:
        """Count what waits."""
        inside = (chunk.at_s >= self.span.start_s) & (chunk.at_s <= self.span.end_s)
        self.samples_seen += int(inside.sum())
        self.unstored += int(chunk.unstored[inside].sum())
        self.unstored_peak = max(self.unstored_peak, int(chunk.unstored[inside].max(initial=0)))
        self.dirty += int(chunk.dirty[inside].sum())

    def statements(self, chunk: Statements) -> None:
        """Count write statements and their rows."""
        inside = (chunk.joined_s >= self.span.start_s) & (chunk.joined_s < self.span.end_s)
        stores = inside & (chunk.write == 1) & (chunk.refused == 0)
        self.stores += int(stores.sum())
        self.rows += int(chunk.rows[stores].sum())

    def merge(self, other: Self) -> None:
        """Add counts."""
        for name in ("samples_seen", "unstored", "dirty", "stores", "rows"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.unstored_peak = max(self.unstored_peak, other.unstored_peak)

    def figures(self, log: Log) -> dict[str, Number]:
        """Ages, means and peaks."""
        return {
            "rpo_s": oldest_loss_s(log, self.span.start_s),
            "unstored_mean": ratio(self.unstored, self.samples_seen),
            "unstored_peak": self.unstored_peak,
            "dirty_mean": ratio(self.dirty, self.samples_seen),
            "rows_per_write": ratio(self.rows, self.stores),
        }


def oldest_loss_s(log: Log, start_s: float) -> float | None:
    """The age of the oldest lost write when it was lost; 0 where none is, None without writes."""
    if not log.books.acknowledged:
        return None
    lost = (write for write in log.books.lost if write.acknowledged_s >= start_s)
    return max((write.lost_s - write.acknowledged_s for write in lost), default=0.0)
