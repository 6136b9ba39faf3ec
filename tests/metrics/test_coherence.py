"""Entries against rows, on a log made by hand."""

from metrics import report
from tests.metrics.hand import Sample, log_of


def test_shares_are_over_all_entries_sampled() -> None:
    """Of 10 + 30 entries 4 are behind and 2 ahead; the warm-up does not count."""
    samples = (
        Sample(9, entries=50, behind=50),
        Sample(11, entries=10, behind=1, ahead=2),
        Sample(12, entries=30, behind=3),
    )
    figures = report(log_of(samples=samples)).figures
    assert (figures["entries_behind_ratio"], figures["entries_ahead_ratio"]) == (0.1, 0.05)


def test_without_entries_there_is_no_share() -> None:
    """An empty cache is neither behind nor ahead."""
    figures = report(log_of(samples=(Sample(11),))).figures
    assert figures["entries_behind_ratio"] is None
