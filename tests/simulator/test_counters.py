"""Counters: taken anew when the warm-up ends."""

from simulator.counters import Counters


def test_counting_begins_again_from_what_there_is() -> None:
    """Peaks start at the present entries and backlog, everything else at zero."""
    counters = Counters(evictions=3, misses=9, entries_peak=50, dirty_peak=7)
    counters.restart(entries=40, dirty=2)
    assert counters == Counters(entries_peak=40, dirty_peak=2)
