"""What became of writes, on a log made by hand."""

import pytest

from metrics import report
from simulator.counters import Counters
from simulator.ledger import Books, Lost
from tests.metrics.hand import Request, Statement, log_of


def test_losses_are_counted_by_cause_within_the_span() -> None:
    """Lost at 5 s does not count; two crashes and one other cause do."""
    lost = (Lost(0, 1, 5, "crash"), Lost(0, 2, 15, "crash"), Lost(1, 1, 10, "crash"))
    books = Books(9, 5, 0, (*lost, Lost(2, 1, 16, "eviction")))
    figures = report(log_of(books=books)).figures
    assert figures["lost_writes"] == 3
    assert figures["lost_crash"] == 2
    assert figures["lost_eviction"] == 1


def test_coalescing_is_writes_for_each_row() -> None:
    """Three acknowledged writes, two rows: 1.5; the failed write and the refused flush are none."""
    log = log_of(
        (
            *(Request(at_s, "acknowledged", write=1) for at_s in (5.0, 11.0, 12.0, 13.0)),
            Request(14, "timeout", write=1),
        ),
        (
            Statement(14, 14, 15, write=1, rows=2, in_flight=0),
            Statement(15, 15, 15, write=1, rows=7, in_flight=0, refused=1),
        ),
        counters=Counters(dirty_peak=3),
    )
    figures = report(log).figures
    assert figures["acked_writes"] == 3
    assert figures["coalescing_ratio"] == pytest.approx(1.5)
    assert figures["dirty_peak"] == 3


def test_without_rows_there_is_no_coalescing() -> None:
    """None, not infinity."""
    assert report(log_of()).figures["coalescing_ratio"] is None
