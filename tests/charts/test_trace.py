"""Charts of a trace: what is drawn, and what is said of it."""

import pytest

from charts.trace import hit_ratio_curve, log_of, popularity, reuse, working_set


def words(figure) -> tuple[str, str]:
    """Title and sentence."""
    meta = figure["layout"]["meta"]
    return meta["title"], meta["alt"]


def test_the_curve_is_told_at_four_sizes():
    """From a quarter of the points to the last."""
    figure = hit_ratio_curve([1, 10, 100, 1000, 10_000], [0.1, 0.2, 0.4, 0.6, 0.8])
    assert words(figure)[1] == (
        "Hit ratio by entries: 20.0% with 10, 40.0% with 100, 60.0% with 1,000, 80.0% with 10,000."
    )
    assert figure["data"][0]["y"] == [0.1, 0.2, 0.4, 0.6, 0.8]


def test_the_fitted_law_has_as_many_requests_as_the_trace():
    """A trace that follows the law exactly lies on it."""
    rank = [1, 2, 3, 4]
    figure = popularity(rank, [12, 6, 4, 3], 1.0)
    measured, fitted = (line["y"] for line in figure["data"])
    assert fitted == pytest.approx(measured)


def test_reuse_is_the_share_that_has_come_by_then():
    """One of four within the first bucket, half within the second."""
    figure = reuse([1, 2, 4], [1, 1, 2], "s")
    assert figure["data"][0]["y"] == [0.25, 0.5, 1]
    assert words(figure)[1] == "Half of the repeated requests come within 2.83 s."


def test_the_working_set_tells_its_window():
    """Windows of ten seconds."""
    figure = working_set([0, 10, 20], [5, 7, 6], [5, 2, 0], "s")
    assert "each window of 10 s" in figure["layout"]["meta"]["note"]
    assert [line["name"] for line in figure["data"]] == ["Different keys", "New keys"]
    assert figure["layout"]["meta"]["table"][2] == ["10", "7", "2"]


@pytest.mark.parametrize("values", [[1.0], [5.0, 5.0], [1e-9, 1e9], [0.0, 3.0]])
def test_a_logarithmic_axis_holds_whatever_there_is(values):
    """A single value, equal values, many decades, zero."""
    found = log_of("x", values)
    low, high = found["range"]
    assert low < high
    assert 0 < len(found["tickvals"]) <= 12
