"""Estimates against worked examples."""

import math

import numpy as np
import pytest

from simulator.sweep.estimates import difference, estimate, needed


def test_the_interval_of_five_values() -> None:
    """Mean 3, s = sqrt(2.5), t(4; 0.975) = 2.7764: half width 1.9633."""
    found = estimate([1, 2, 3, 4, 5])
    assert (found.n, found.mean) == (5, 3)
    assert found.half_width == pytest.approx(2.776445 * math.sqrt(2.5 / 5), rel=1e-6)
    assert found.low == pytest.approx(1.036757, rel=1e-5)


def test_one_value_has_no_interval_and_none_no_mean() -> None:
    assert estimate([4]) == (1, 4, None)
    assert estimate([None, None]) == (0, None, None)
    assert estimate([None, 4.0, 6.0]).n == 2


def test_a_paired_difference_is_narrower_than_its_two_sides() -> None:
    """A constant lead has no spread, however much both move together."""
    base = [10.0, 20.0, 30.0]
    found = difference([value + 1 for value in base], base)
    assert (found.mean, found.half_width) == (1, 0)
    assert found.differs
    assert not difference(base, base).differs


def test_pairs_that_lack_a_side_are_left_out() -> None:
    assert difference([1, None, 5, 7], [0, 3, 3]).n == 2


def test_replications_for_a_half_width() -> None:
    """Spread 1.2 and 0.5 wished at 95 %: 25, as the closed form of output analysis has it."""
    values = [-1.2 / math.sqrt(2), 1.2 / math.sqrt(2)]
    assert np.std(values, ddof=1) == pytest.approx(1.2)
    assert needed(values, 0.5, 100) == 25
    assert needed(values, 0.5, 20) == 20
    assert needed([3, 3, 3], 0.001, 100) == 3
    assert needed([3], 0.5, 100) == 100


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Of 4,000 intervals from ten normal values 95 % hold the mean, within four standard errors."""
    draws = np.random.default_rng(1).normal(5, 2, (4000, 10))
    held = [found.low <= 5 <= found.high for found in map(estimate, draws.tolist())]  # type: ignore[operator]
    assert np.mean(held) == pytest.approx(0.95, abs=4 * math.sqrt(0.95 * 0.05 / 4000))
