"""Measured beside simulated."""

import pandas as pd
import pytest

from charts.beside import beside, joined, windows_together


def timeline(windows: int, request_rps: float, hit_ratio: float) -> pd.DataFrame:
    """Windows of a tenth of a second."""
    starts_s = [place / 10 for place in range(windows)]
    return pd.DataFrame(
        {
            "start_s": starts_s,
            "end_s": [start_s + 0.1 for start_s in starts_s],
            "request_rps": request_rps,
            "hit_ratio": hit_ratio,
            "db_read_rps": 5.0,
            "latency_read_s_p99": 0.02,
            "stale_read_ratio": 0.0,
        }
    )


def test_a_point_stands_for_sixty_requests() -> None:
    """At 200 a second a window of a tenth has 20: three make a point; at 1,000 one does."""
    assert windows_together(timeline(100, 200, 0.5)) == 3
    assert windows_together(timeline(100, 1000, 0.5)) == 1
    assert windows_together(timeline(100, 0, 0.5)) == 1


def test_joined_windows_span_their_parts_and_have_their_mean() -> None:
    table = timeline(4, 200, 0.5)
    table["hit_ratio"] = [0.0, 1.0, 0.5, 0.7]
    found = joined(table, 2)
    assert found["start_s"].tolist() == pytest.approx([0.0, 0.2])
    assert found["end_s"].tolist() == pytest.approx([0.2, 0.4])
    assert found["hit_ratio"].tolist() == pytest.approx([0.5, 0.6])


def test_each_measure_has_a_chart_with_two_lines_and_words() -> None:
    figures = beside(timeline(30, 200, 0.9), timeline(30, 200, 0.8), 1.0, "cache-aside")
    assert len(figures) == 4
    simulated, measured = figures[0]["data"]
    assert (simulated["name"], measured["name"]) == ("Simulated", "Measured")
    assert set(measured["y"]) == {0.9}
    assert set(simulated["y"]) == {0.8}
    assert "measured: mean 90.0%" in figures[0]["layout"]["meta"]["alt"]
    assert figures[0]["layout"]["meta"]["note"].endswith("the mean of 0.3 s")
