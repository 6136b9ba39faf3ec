"""The cache's memory, from counters made by hand."""

import pytest

from metrics import report
from simulator.counters import Counters
from tests.metrics.hand import Sample, log_of


def test_counters_are_passed_on() -> None:
    """Evictions, expirations, peak."""
    counters = Counters(evictions=3, expirations=4, entries_peak=5)
    figures = report(log_of(counters=counters)).figures
    assert [figures[n] for n in ("evictions", "expirations", "cache_entries_peak")] == [3, 4, 5]


def test_prefetching_is_judged() -> None:
    """6 used and 2 wasted: accuracy 3/4; 6 of 6 + 4 needs met: coverage 0.6."""
    counters = Counters(prefetched=10, prefetch_hits=6, prefetch_wasted=2, misses=4)
    figures = report(log_of(counters=counters)).figures
    assert figures["prefetch_accuracy"] == pytest.approx(0.75)
    assert figures["prefetch_coverage"] == pytest.approx(0.6)
    assert figures["prefetch_wasted"] == 2


def test_without_prefetching_there_is_nothing_to_judge() -> None:
    """None for all three."""
    figures = report(log_of(counters=Counters(misses=4))).figures
    names = ("prefetch_accuracy", "prefetch_coverage", "prefetch_wasted")
    assert [figures[name] for name in names] == [None, None, None]


def test_second_copies_are_a_share_of_the_entries() -> None:
    """After the warm-up 6 entries with 2 copies, then 4 with 1: three of ten."""
    samples = (Sample(5, 9, copies=9), Sample(12, 6, copies=2), Sample(14, 4, copies=1))
    figures = report(log_of(samples=samples, client={"key_formats": 2})).figures
    assert figures["duplicate_entry_ratio"] == pytest.approx(0.3)


def test_with_one_format_there_are_no_copies_to_count() -> None:
    """None, not zero."""
    figures = report(log_of(samples=(Sample(12, 6),))).figures
    assert figures["duplicate_entry_ratio"] is None
