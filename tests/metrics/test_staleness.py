"""How far reads were behind, on a log made by hand."""

import pytest

from metrics import report
from tests.metrics.hand import Request, log_of


def test_ages_and_lags_are_over_stale_reads() -> None:
    """Two of four reads: 2 versions and 3 s behind, 1 version and 1 s."""
    log = log_of(
        (
            Request(5, behind=9, age_s=9),
            Request(11),
            Request(12, behind=2, age_s=3),
            Request(13, "miss_load"),
            Request(14, behind=1, age_s=1),
        )
    )
    figures = report(log).figures
    assert figures["stale_read_ratio"] == 0.5
    assert figures["staleness_age_s_mean"] == pytest.approx(2)
    assert figures["staleness_age_s_p50"] == pytest.approx(1, rel=1e-3)
    assert figures["staleness_age_s_p95"] == pytest.approx(3, rel=1e-3)
    assert figures["staleness_age_s_p99"] == pytest.approx(3, rel=1e-3)
    assert figures["staleness_age_s_max"] == 3
    assert figures["versions_behind_mean"] == 1.5
    assert figures["versions_behind_max"] == 2


def test_where_nothing_is_stale_there_is_no_age() -> None:
    """The share is 0, the rest cannot apply."""
    figures = report(log_of((Request(11),))).figures
    assert figures["stale_read_ratio"] == 0
    assert figures["staleness_age_s_mean"] is None
    assert figures["versions_behind_max"] is None
