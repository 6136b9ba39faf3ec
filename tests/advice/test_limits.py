"""Limits, and what a few runs say of them."""

from math import inf
from typing import Any

import pytest

from advice.limits import ENOUGH, Limit, check, judged, limit
from simulator import ScenarioError


def test_a_limit_is_read_as_it_is_written() -> None:
    assert limit("latency_read_s_p99<=0.05") == Limit("latency_read_s_p99", 0.05)
    assert limit("hit_ratio>=0.9") == Limit("hit_ratio", 0.9, at_least=True)
    assert str(limit("hit_ratio >= 0.9")) == "hit_ratio>=0.9"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("hit_ratio", "must read METRIC<=NUMBER or METRIC>=NUMBER, got 'hit_ratio'"),
        ("hit_ratio<=much", "must read METRIC<=NUMBER"),
        ("hitratio<=1", "'hitratio' is no metric"),
        ("hit_ratio<=nan", "must be a number from 0 on, got nan"),
        ("hit_ratio<=-1", "must be a number from 0 on, got -1"),
    ],
)
def test_a_bad_limit_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ScenarioError, match=sentence):
        limit(text)


def test_the_bound_is_the_one_sided_prediction_bound() -> None:
    """Of 1, 2 and 3: mean 2, s 1, t(2, 0.95) = 2.920, so 2 + 2.920 sqrt(4/3) = 5.372."""
    found = check(Limit("db_read_rps", 5.5), [1, 2, 3])
    assert found.bound == pytest.approx(5.3717, abs=1e-3)
    assert found.is_kept
    assert found.margin == pytest.approx((5.5 - 5.3717) / 5.5, abs=1e-3)
    assert not check(Limit("db_read_rps", 5.0), [1, 2, 3]).is_kept
    assert check(Limit("hit_ratio", 0.5, at_least=True), [1, 2, 3]).bound == pytest.approx(
        -1.3717, abs=1e-3
    )


def test_one_run_alone_shows_nothing() -> None:
    assert check(Limit("db_read_rps", 5.0), [1]).excess == inf


def test_a_run_beyond_the_limit_breaks_it_whatever_the_mean() -> None:
    assert not check(Limit("lost_writes", 0), [0] * 30 + [1]).is_kept


def test_59_runs_inside_prove_it() -> None:
    """0.95 to the power of 59 is the first below 0.05."""
    assert 0.95**ENOUGH < 0.05 < 0.95 ** (ENOUGH - 1)


def test_what_cannot_apply_breaks_nothing() -> None:
    assert check(Limit("staleness_age_s_p95", 1.0), [None, None]).is_kept


def test_a_run_that_was_never_back_took_for_ever() -> None:
    """It has no time to recover, and breaks every limit on it; without faults none applies."""
    limit = Limit("recovery_s", 5)
    back: Any = {"recovered": 1, "recovery_s": 2.0}
    down: Any = {"recovered": 0, "recovery_s": None}
    calm: Any = {"recovered": None, "recovery_s": None}
    for runs, kept in (([back] * 9, True), ([*[back] * 8, down], False), ([down] * 9, False)):
        assert check(limit, [judged(each, "recovery_s") for each in runs]).is_kept is kept
    assert check(limit, [judged(calm, "recovery_s")] * 9).is_kept


def test_a_looser_limit_is_a_quarter_wider() -> None:
    assert Limit("db_read_rps", 100).looser() == Limit("db_read_rps", 125)
    wider = Limit("hit_ratio", 0.8, at_least=True).looser()
    assert wider is not None
    assert wider.bound == pytest.approx(0.75)
    assert wider.at_least
    assert Limit("lost_writes", 0).looser() is None
