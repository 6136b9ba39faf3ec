"""Gaps between what was measured and what was simulated."""

from math import sqrt

import pytest

from metrics.gap import gaps, noise


def test_a_gap_is_measured_less_the_mean_of_the_repeats() -> None:
    (gap,) = gaps({"hit_ratio": 0.9}, [{"hit_ratio": 0.7}, {"hit_ratio": 0.8}, {"hit_ratio": 0.9}])
    assert gap.simulated == pytest.approx(0.8)
    assert gap.gap == pytest.approx(0.1)
    assert gap.relative == pytest.approx(0.125)


def test_noise_is_a_prediction_interval() -> None:
    """Student's t for 95 % and 4 degrees of freedom is 2.7764; sd 1.5811, one more of five."""
    assert noise([1, 2, 3, 4, 5]) == pytest.approx(2.7764 * sqrt(2.5) * sqrt(1.2), rel=1e-4)


def test_a_gap_lies_inside_or_outside_the_noise() -> None:
    repeats = [{"a": float(value)} for value in (1, 2, 3, 4, 5)]
    assert gaps({"a": 7.8}, repeats)[0].inside is True
    assert gaps({"a": 7.9}, repeats)[0].inside is False


def test_without_scatter_only_equality_is_inside() -> None:
    repeats = [{"a": 2.0}] * 3
    assert gaps({"a": 2.0}, repeats)[0].inside is True
    assert gaps({"a": 2.1}, repeats)[0].inside is False


def test_rounding_is_no_noise() -> None:
    assert noise([0.1 + 0.2, 0.3, 0.3]) == 0


def test_two_repeats_are_too_few_to_tell() -> None:
    assert gaps({"a": 2.0}, [{"a": 1.0}, {"a": 2.0}])[0].inside is None


def test_what_does_not_apply_to_all_has_no_gap() -> None:
    assert gaps({"a": None, "b": 1, "c": 1}, [{"a": 1, "b": None, "c": 1}])[0].metric == "c"
