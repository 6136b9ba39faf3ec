"""The database's load: rows read and written, utilisation, queue."""

from typing import ClassVar, Self

import numpy as np

from metrics.family import Declaration, Family, Number, Span, ratio
from metrics.flow import Flow
from simulator.log import Log, Statements, rows_of


class Database(Family):
    """Statements that joined within the span; queue and utilisation as time averages over it."""

    place = 4
    declarations: ClassVar = {
        "db_reads": Declaration("Database reads", "rows", "lower", "Rows read."),
        "db_writes": Declaration("Database writes", "rows", "lower", "Rows written."),
        "db_read_rps": Declaration("Database read rate", "1/s", "lower", "Rows read a second."),
        "db_read_rps_peak": Declaration(
            "Database read rate, peak", "1/s", "lower", "Rows read in the busiest second."
        ),
        "db_utilisation": Declaration(
            "Database utilisation", "1", "lower", "Share of the connections at work, on average."
        ),
        "db_queue_mean": Declaration(
            "Database queue, mean", "", "lower", "Statements waiting for a connection, on average."
        ),
        "db_queue_peak": Declaration(
            "Database queue, peak", "", "lower", "The most statements that waited at once."
        ),
        "db_wait_s_mean": Declaration(
            "Database wait, mean", "s", "lower", "Time a statement waited for a connection."
        ),
    }

    def __init__(self, span: Span) -> None:
        """Nothing counted yet."""
        super().__init__(span)
        edges_s = np.array(span)
        self.waiting, self.working = Flow(edges_s), Flow(edges_s)
        self.by_second = np.zeros(int(np.ceil(span.length_s)) + 1, dtype=np.int64)
        self.reads = self.writes = self.served = self.queue_peak = 0
        self.wait_s = 0.0

    def statements(self, chunk: Statements) -> None:
        """Count statements."""
        served = chunk.refused == 0
        self.waiting.add(chunk.joined_s[served], chunk.started_s[served])
        self.working.add(chunk.started_s[served], chunk.done_s[served])
        inside = (chunk.joined_s >= self.span.start_s) & (chunk.joined_s < self.span.end_s)
        self.count(rows_of(chunk, inside & served))
        self.queue_peak = max(self.queue_peak, int(chunk.queued[inside].max(initial=0)))

    def count(self, chunk: Statements) -> None:
        """Count statements of the span that were served."""
        read = chunk.write == 0
        second = (chunk.joined_s - self.span.start_s).astype(np.int64)
        rows = np.bincount(second[read], weights=chunk.rows[read], minlength=len(self.by_second))
        self.by_second += rows.astype(np.int64)
        self.reads += int(chunk.rows[read].sum())
        self.writes += int(chunk.rows[~read].sum())
        self.served += len(chunk.rows)
        self.wait_s += float((chunk.started_s - chunk.joined_s).sum())

    def merge(self, other: Self) -> None:
        """Add counts."""
        self.waiting.merge(other.waiting)
        self.working.merge(other.working)
        self.by_second += other.by_second
        for name in ("reads", "writes", "served", "wait_s"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.queue_peak = max(self.queue_peak, other.queue_peak)

    def figures(self, log: Log) -> dict[str, Number]:
        """Rows, utilisation, queue."""
        connections = log.scenario.database.connections
        return {
            "db_reads": self.reads,
            "db_writes": self.writes,
            "db_read_rps": ratio(self.reads, self.span.length_s),
            "db_read_rps_peak": int(self.by_second.max()),
            "db_utilisation": ratio(float(self.working.means()[0]), connections or 0),
            "db_queue_mean": float(self.waiting.means()[0]),
            "db_queue_peak": self.queue_peak,
            "db_wait_s_mean": ratio(self.wait_s, self.served),
        }
