"""Loads and stampedes, on a log made by hand."""

from metrics import report
from tests.metrics.hand import Statement, log_of


def test_loads_of_the_span() -> None:
    """Five of one key, three of them redundant, at most three at once; refreshes count."""
    log = log_of(
        statements=(
            Statement(9, 9, 12, in_flight=7),
            Statement(12, 12, 14),
            Statement(12.1, 12.1, 14, in_flight=2),
            Statement(12.2, 12.2, 14, in_flight=3),
            Statement(15, 15, 16, write=1, in_flight=0),
            Statement(16, 16, 17),
            Statement(16.5, 16.5, 17.5, in_flight=2),
        )
    )
    figures = report(log).figures
    assert figures["loads"] == 5
    assert figures["redundant_loads"] == 3
    assert figures["stampede_peak"] == 3


def test_no_loads() -> None:
    """Zeros."""
    figures = report(log_of()).figures
    assert (figures["loads"], figures["redundant_loads"], figures["stampede_peak"]) == (0, 0, 0)
