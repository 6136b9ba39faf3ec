"""Words for figures, and who is best at what."""

import pytest

from ui import verdict
from ui.pins import Delta


@pytest.mark.parametrize(
    ("ratio", "word"),
    [(0.95, "excellent"), (0.9499, "good"), (0.80, "good"), (0.7999, "low"), (None, "no reads")],
)
def test_hit_ratios_have_bands(ratio, word):
    """Good from 0.80, excellent from 0.95."""
    assert verdict.band(ratio).text.startswith(word)


def test_the_best_is_named_with_its_lead_in_points():
    """Shares differ in points, not in per cent of each other."""
    assert verdict.winner("hit_ratio", {"a": 0.9, "b": 0.75}) == ("A", "15 points")


def test_the_lower_latency_wins_by_a_factor():
    """Thirty against ten milliseconds."""
    assert verdict.winner("latency_read_s_p99", {"a": 0.03, "b": 0.01}) == ("B", "3 times")
    assert verdict.winner("latency_read_s_p99", {"a": 0.011, "b": 0.01}) == ("B", "10 %")


def test_a_tie_names_all_who_share_it():
    """And the lead is over those who do not."""
    ranked = verdict.winner("stampede_peak", {"a": 2, "b": 2, "c": 4})
    assert ranked == ("A, B", "2 times")
    assert verdict.winner("lost_writes", {"a": 0, "b": 0}) == ("all equal", "")
    assert verdict.winner("lost_writes", {"a": 0, "b": 3}) == ("A", "3 apart")


def test_who_has_no_figure_does_not_compete():
    """Prefetch accuracy exists where something is prefetched; with one figure there is no race."""
    assert verdict.winner("prefetch_accuracy", {"a": None, "b": 0.5}) == ("-", "")
    assert verdict.winner("hit_ratio", {"a": None, "b": 0.5, "c": 0.4}) == ("B", "10 points")


def test_metrics_without_a_better_way_have_no_best():
    """More requests are neither good nor bad."""
    assert verdict.winner("requests", {"a": 1, "b": 2}) == ("-", "")


def test_a_metric_that_applies_to_nobody_has_no_row():
    """The table holds what can be compared."""
    figures: dict = {"a": {"hit_ratio": 0.5, "prefetch_accuracy": None}, "b": {"hit_ratio": 0.6}}
    table = verdict.ranking(figures, ["hit_ratio", "prefetch_accuracy"])
    assert table["Metric"].tolist() == ["Hit ratio"]
    assert table.iloc[0].tolist() == ["Hit ratio", "50 %", "60 %", "B", "10 points"]


def test_a_change_against_a_pinned_run_is_in_points_or_in_units():
    """Better is green, worse orange; what is neither is grey."""
    assert verdict.against("hit_ratio", Delta(0.05, better=True)) == ("+5 points", "green")
    assert verdict.against("latency_read_s_p99", Delta(0.002, better=False)) == ("+2 ms", "orange")
    assert verdict.against("db_read_rps", Delta(-7.0, better=None)) == ("-7 /s", "gray")
    assert verdict.against("lost_writes", Delta(0, better=None)) == ("no change", "gray")
