"""What metric families share: they fold over a log's chunks, merge, and answer with numbers."""

from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, Self

from simulator.log import Log, Requests, Samples, Statements

if TYPE_CHECKING:
    from metrics.seen import Seen

Number = float | int | None
"""A figure; None where it cannot apply."""


class Declaration(NamedTuple):
    """What a person may want to know of a metric. `better` is None where neither way is."""

    title: str
    unit: str
    better: Literal["higher", "lower"] | None
    description: str


class Span(NamedTuple):
    """The part of a run that counts, in seconds: from the warm-up's end to the last arrival."""

    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        """How long it is."""
        return self.end_s - self.start_s


class Family:
    """A few metrics that are computed from the same rows.

    Requests come cut to the span. Statements come whole, since a queue does not begin anew;
    `inside` tells which of them joined within the span.
    """

    declarations: ClassVar[dict[str, Declaration]]
    place: ClassVar[int] = 100
    """Where it stands in tables: smaller is earlier."""

    def __init__(self, span: Span) -> None:
        """Nothing counted yet."""
        self.span = span

    def requests(self, chunk: Requests) -> None:
        """Count requests of the span."""

    def statements(self, chunk: Statements) -> None:
        """Count statements of the whole run."""

    def samples(self, chunk: Samples) -> None:
        """Count samples of the whole run."""

    def merge(self, other: Self) -> None:
        """Add what another part of the same run counted."""

    def figures(self, log: Log) -> dict[str, Number]:
        """The metrics by name. `log` brings counters and books; its chunks may be gone."""
        raise NotImplementedError

    def over_time(self, seen: "Seen") -> dict[str, Number]:
        """Metrics that are read off the run as a whole, once it is over."""
        return {}


def ratio(part: float, whole: float) -> float | None:
    """Part over whole, None where there is no whole."""
    return float(part) / float(whole) if whole else None
