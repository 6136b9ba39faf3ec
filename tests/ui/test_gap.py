"""Gaps in words."""

from metrics.gap import Gap
from ui.gap import row, summary


def test_shares_differ_by_points_and_times_by_a_share() -> None:
    assert row(Gap("hit_ratio", 0.81, 0.8, 0.02))["Gap"] == "+1.00 points"
    told = row(Gap("latency_read_s_p99", 0.03, 0.02, 0.001))
    assert (told["Measured"], told["Simulated"], told["Gap"]) == ("30 ms", "20 ms", "+50.0%")
    assert told["Verdict"] == "outside"


def test_the_summary_counts_the_main_metrics_inside_the_noise() -> None:
    """Two of the main ones are judged, one is inside; the others do not count."""
    gaps = (
        Gap("hit_ratio", 0.8, 0.8, 0.01),
        Gap("db_reads", 100, 50, 1.0),
        Gap("loads", 100, 100, None),
        Gap("requests", 10, 10, 0.0),
    )
    assert summary(gaps) == "Of 2 main metrics, 1 lie inside the noise of 20 repeats"
