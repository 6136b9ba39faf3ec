"""What waits and what is lost, on logs made by hand."""

import pytest

from metrics import report
from simulator.ledger import Books, Lost
from tests.metrics.hand import Sample, Statement, log_of


def test_the_oldest_loss_is_the_recovery_point() -> None:
    """Lost at 15 s, acknowledged at 12 s: 3 s. What was acknowledged in the warm-up is left out."""
    lost = (
        Lost(0, 1, 14.0, "cache_crash", 15.0),
        Lost(1, 1, 12.0, "cache_crash", 15.0),
        Lost(2, 1, 5.0, "cache_crash", 15.0),
    )
    assert report(log_of(books=Books(9, 6, 0, lost))).figures["rpo_s"] == 3


def test_nothing_lost_is_a_recovery_point_of_zero() -> None:
    """Without a single write there is none at all."""
    assert report(log_of(books=Books(9, 9, 0, ()))).figures["rpo_s"] == 0
    assert report(log_of()).figures["rpo_s"] is None


def test_what_waits_is_averaged_over_samples_of_the_span() -> None:
    """Three samples from 10 s on: 2, 0 and 4 unstored writes, 1, 0 and 2 dirty keys."""
    samples = (
        Sample(5, unstored=99, dirty=99),
        Sample(10, unstored=2, dirty=1),
        Sample(15),
        Sample(20, unstored=4, dirty=2),
    )
    figures = report(log_of(samples=samples)).figures
    assert (figures["unstored_mean"], figures["unstored_peak"]) == (2, 4)
    assert figures["dirty_mean"] == 1


def test_rows_of_a_write_statement() -> None:
    """Five rows in two statements; neither loads nor refused or early statements count."""
    stores = {"write": 1, "in_flight": 0}
    statements = (
        Statement(5, 5, 6, rows=9, **stores),
        Statement(11, 11, 12, rows=4, **stores),
        Statement(12, 12, 13, rows=1, **stores),
        Statement(13, 13, 13, rows=9, refused=1, **stores),
        Statement(14, 14, 15, rows=9),
    )
    assert report(log_of((), statements)).figures["rows_per_write"] == pytest.approx(2.5)
    assert report(log_of()).figures["rows_per_write"] is None
