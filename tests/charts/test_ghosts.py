"""Ghosts behind the lines of a time line."""

import numpy as np
import pandas as pd

from charts.course import hit_ratio, latency
from charts.ghosts import haunted
from charts.theme import MUTED


def timeline(windows: int, end_s: float, ratio: float, latency_s: float = 0.001) -> pd.DataFrame:
    """A run with the same figures in every window."""
    edges = np.linspace(0, end_s, windows + 1)
    columns = {"hit_ratio": ratio} | {
        f"latency_read_s_{p}": latency_s for p in ("p50", "p95", "p99")
    }
    return pd.DataFrame({"start_s": edges[:-1], "end_s": edges[1:], **columns})


def test_a_ghost_is_a_thin_grey_line_with_the_runs_name() -> None:
    figure = haunted(
        hit_ratio(timeline(4, 8, 0.5), 0, "cache-aside"), {"before": timeline(4, 8, 0.25)}
    )
    own, ghost = figure["data"]
    assert own["name"] == "Hit ratio"
    assert (ghost["name"], ghost["line"]["color"], ghost["zorder"]) == ("before", MUTED, -1)
    assert ghost["y"] == [0.25] * 4
    assert ghost["x"] == [1, 3, 5, 7]
    assert figure["layout"]["meta"]["alt"].endswith("Behind it, thin: before.")


def test_axes_grow_for_a_longer_run_and_for_slower_reads() -> None:
    """Milliseconds on a logarithmic scale."""
    figure = haunted(
        latency(timeline(4, 8, 0.5), 0, "cache-aside"), {"slow": timeline(4, 16, 0.5, 1.0)}
    )
    assert figure["layout"]["xaxis"]["range"] == [0, 14]
    low, high = figure["layout"]["yaxis"]["range"]
    assert low <= 0
    assert high >= 3


def test_a_ghost_of_minutes_is_drawn_in_the_figures_unit() -> None:
    """The figure is in seconds, the other run lasted half an hour."""
    figure = haunted(
        hit_ratio(timeline(2, 8, 0.5), 0, "cache-aside"), {"long": timeline(2, 1800, 0.5)}
    )
    assert figure["data"][1]["x"] == [450, 1350]


def test_without_pins_a_figure_is_itself() -> None:
    figure = hit_ratio(timeline(4, 8, 0.5), 0, "cache-aside")
    assert haunted(figure, {}) is figure


def test_a_column_that_the_pinned_run_lacks_has_no_ghost() -> None:
    figure = hit_ratio(timeline(4, 8, 0.5), 0, "cache-aside")
    assert haunted(figure, {"other": pd.DataFrame({"start_s": [0.0], "end_s": [1.0]})}) is figure
