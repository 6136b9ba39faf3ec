"""How long requests took, on a log made by hand."""

import pytest

from metrics import report
from tests.metrics.hand import Request, log_of

TIMES_S = (0.001, 0.1, 0.05, 0.001, 0.003)


def test_mean_and_quantiles_of_reads() -> None:
    """Of five the third smallest is the median and the largest the p95; refusals do not count."""
    reads = [Request(11 + i, "miss_load", t) for i, t in enumerate(TIMES_S)]
    figures = report(log_of((*reads, Request(19, "shed"), Request(19.5, "error", 9)))).figures
    assert figures["latency_read_s_mean"] == pytest.approx(0.031)
    assert figures["latency_read_s_p50"] == pytest.approx(0.003, rel=1e-3)
    assert figures["latency_read_s_p95"] == pytest.approx(0.1, rel=1e-3)
    assert figures["latency_read_s_p999"] == pytest.approx(0.1, rel=1e-3)


def test_writes_are_counted_for_themselves() -> None:
    """Acknowledged after 0.2 s and timed out after 1 s: mean 0.6 s; no reads, no read latency."""
    log = log_of(
        (
            Request(11, "acknowledged", 0.2, write=1),
            Request(12, "timeout", 1.0, write=1),
        )
    )
    figures = report(log).figures
    assert figures["latency_write_s_mean"] == pytest.approx(0.6)
    assert figures["latency_write_s_p50"] == pytest.approx(0.2, rel=1e-3)
    assert figures["latency_read_s_mean"] is None
