"""Intervals over replications, worked out by hand and by repetition."""

from math import sqrt

import numpy as np
import pytest

from metrics.intervals import interval, paired


def test_the_interval_of_three_values_by_hand() -> None:
    """Mean 2, standard deviation 1, t of 2 degrees of freedom 4.3027."""
    found = interval([1, 2, 3])
    assert found is not None
    assert found.mean == 2
    assert found.half == pytest.approx(4.302653 / sqrt(3), rel=1e-6)


def test_nineteen_intervals_in_twenty_hold_the_true_mean() -> None:
    """2,000 samples of five normal values: within four standard errors of 0.95."""
    random = np.random.default_rng(1)
    found = [interval(random.normal(7, 3, 5).tolist()) for _ in range(2000)]
    share = np.mean([abs(each.mean - 7) <= each.half for each in found if each and each.half])
    assert abs(share - 0.95) < 4 * sqrt(0.95 * 0.05 / 2000)


def test_pairs_show_what_the_scatter_between_seeds_hides() -> None:
    """Ten against eleven, whatever the seed does to both."""
    seeds = [0.0, 5.0, -4.0, 2.0]
    mine, other = (
        [10 + s + e for s, e in zip(seeds, (0, 0.1, 0, 0.1), strict=True)],
        [11 + s for s in seeds],
    )
    difference = paired(mine, other)
    assert difference is not None
    assert difference.mean == pytest.approx(-0.95)
    assert difference.shows_difference
    own = interval(mine)
    assert own is not None
    assert own.half is not None
    assert own.half > 1


def test_equal_values_show_no_difference() -> None:
    """Zero is inside."""
    found = paired([1, 2, 3], [1, 2, 3])
    assert found == (0, 0, 3)
    assert found is not None
    assert not found.shows_difference


def test_one_value_has_no_interval_and_a_missing_one_no_mean() -> None:
    assert interval([4]) == (4, None, 1)
    assert interval([4, None]) is None
    assert paired([1, None], [1, 2]) is None
