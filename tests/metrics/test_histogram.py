"""Quantiles in bounded memory."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.histogram import Histogram

VALUES = st.lists(st.floats(1e-9, 1e7), min_size=1, max_size=50)


def histogram(values: list[float], bits: int = 9) -> Histogram:
    """A histogram of these values."""
    found = Histogram(bits)
    found.add(np.array(values, dtype=np.float64))
    return found


@given(values=VALUES, share=st.sampled_from([0.01, 0.5, 0.95, 0.999, 1]))
def test_a_quantile_is_near_a_value_that_occurred(values: list[float], share: float) -> None:
    """Within 0.2 % of the exact one: the smallest value that enough do not exceed."""
    exact = sorted(values)[max(0, int(np.ceil(share * len(values) - 1e-9)) - 1)]
    assert histogram(values).quantile(share) == pytest.approx(exact, rel=2e-3)


def test_equal_values_give_their_value() -> None:
    """Zeros and hundreds of the same."""
    assert histogram([0.0] * 10).quantile(0.5) == 0
    assert histogram([0.0005] * 300).quantile(0.99) == pytest.approx(0.0005, rel=1e-12)


def test_the_mean_is_exact() -> None:
    """The sum is kept beside the counts."""
    assert histogram([1, 2, 6]).mean() == pytest.approx(3)
    assert histogram([1, 2, 6]).count == 3


def test_nothing_has_no_quantile() -> None:
    """None, and no mean."""
    assert histogram([]).quantile(0.5) is None
    assert histogram([]).mean() is None


def test_extremes_are_kept() -> None:
    """Values beyond the range go to the outermost buckets and keep their sum."""
    found = histogram([1e-12, 1e12])
    assert found.count == 2
    assert found.mean() == pytest.approx(5e11)


def test_merging_is_adding() -> None:
    """Two histograms together are one with all values."""
    first, second = histogram([1, 2]), histogram([3, 4])
    first.merge(second)
    whole = histogram([1, 2, 3, 4])
    assert (first.counts == whole.counts).all()
    assert first.quantile(0.75) == whole.quantile(0.75)
