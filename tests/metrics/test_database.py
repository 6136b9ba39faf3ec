"""The database's load, on a log made by hand: 10 s that count, two connections."""

import pytest

from metrics import report
from tests.metrics.hand import Statement, log_of

STATEMENTS = (
    Statement(8, 9, 11),
    Statement(12, 12, 13, rows=3, ahead=2),
    Statement(12.5, 13, 14.5, in_flight=2, queued=1),
    Statement(12.6, 12.6, 12.6, in_flight=3, queued=2, refused=1),
    Statement(15, 15, 25, write=1, rows=4, in_flight=0),
    Statement(20.5, 20.5, 21),
)
FIGURES = report(log_of(statements=STATEMENTS)).figures


def test_rows_are_counted_where_their_statement_joined() -> None:
    """3 + 1 rows read, 4 written; what joined before or after, or was refused, is not."""
    assert (FIGURES["db_reads"], FIGURES["db_writes"]) == (4, 4)
    assert FIGURES["db_read_rps"] == pytest.approx(0.4)


def test_the_busiest_second() -> None:
    """All four rows were read from 12 to 13 s."""
    assert FIGURES["db_read_rps_peak"] == 4


def test_utilisation_is_cut_at_the_span() -> None:
    """1 + 1 + 1.5 + 5 s of work in 10 s of two connections."""
    assert FIGURES["db_utilisation"] == pytest.approx(8.5 / 20)


def test_the_queue() -> None:
    """One waited for half a second: .05 on average; the refused one saw two waiting."""
    assert FIGURES["db_queue_mean"] == pytest.approx(0.05)
    assert FIGURES["db_queue_peak"] == 2
    assert FIGURES["db_wait_s_mean"] == pytest.approx(0.5 / 3)


def test_an_unused_database() -> None:
    """Zeros, and no mean wait."""
    figures = report(log_of()).figures
    assert (figures["db_reads"], figures["db_utilisation"], figures["db_read_rps_peak"]) == (
        0,
        0,
        0,
    )
    assert figures["db_wait_s_mean"] is None
