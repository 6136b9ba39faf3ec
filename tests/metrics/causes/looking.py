"""What one cause says of a log made by hand, and requests to make such a log from."""

from metrics.causes.base import Cause, Finding
from metrics.report import Fold
from metrics.seen import Seen
from simulator.log import Log
from tests.metrics.hand import Request

CRASH = [{"name": "cache-crash", "at_s": 15}]


def said(kind: type[Cause], log: Log) -> list[Finding]:
    """Its findings."""
    fold = Fold(log.scenario)
    for chunk in log.chunks:
        fold.take(chunk)
    (cause,) = (each for each in fold.causes if type(each) is kind)
    return list(cause.findings(Seen(log, fold.timeline), fold.report(log).figures))


def reads(
    start_s: float, end_s: float, outcome: str = "fresh_hit", latency_s: float = 0.01
) -> tuple[Request, ...]:
    """A hundred reads a second that all end alike."""
    count = round((end_s - start_s) * 100)
    return tuple(Request(start_s + (n + 0.5) / 100, outcome, latency_s) for n in range(count))
