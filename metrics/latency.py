"""How long requests took, from their scheduled arrival: mean and quantiles, reads and writes."""

from typing import ClassVar, Self

from metrics.family import Declaration, Family, Number, Span
from metrics.histogram import Histogram
from simulator.log import Log, Requests
from simulator.outcome import CODE

QUANTILES = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "p999": 0.999}


def declare(kind: str) -> dict[str, Declaration]:
    """The metrics of reads or writes."""
    title = f"{kind.capitalize()} latency"
    mean = Declaration(f"{title}, mean", "s", "lower", f"Mean time of a {kind}.")
    return {f"latency_{kind}_s_mean": mean} | {
        f"latency_{kind}_s_{name}": Declaration(
            f"{title}, {name}", "s", "lower", f"{share:.1%} of the {kind}s were at least as fast."
        )
        for name, share in QUANTILES.items()
    }


class Latency(Family):
    """Latencies of requests that were answered or timed out, not of those refused at once."""

    place = 1
    declarations: ClassVar = declare("read") | declare("write")

    def __init__(self, span: Span) -> None:
        """Nothing counted yet."""
        super().__init__(span)
        self.of = {"read": Histogram(), "write": Histogram()}

    def requests(self, chunk: Requests) -> None:
        """Count latencies."""
        counted = (chunk.outcome != CODE["shed"]) & (chunk.outcome != CODE["error"])
        write = chunk.write == 1
        self.of["read"].add(chunk.latency_s[counted & ~write])
        self.of["write"].add(chunk.latency_s[counted & write])

    def merge(self, other: Self) -> None:
        """Add counts."""
        for kind, histogram in self.of.items():
            histogram.merge(other.of[kind])

    def figures(self, log: Log) -> dict[str, Number]:
        """Means and quantiles."""
        found: dict[str, Number] = {}
        for kind, histogram in self.of.items():
            found[f"latency_{kind}_s_mean"] = histogram.mean()
            for name, share in QUANTILES.items():
                found[f"latency_{kind}_s_{name}"] = histogram.quantile(share)
        return found
