"""How many bytes each key's entry takes."""

import numpy as np
import pytest

from simulator.cache.settings import Cache
from simulator.cache.sizes import entry_sizes


def test_constant_sizes() -> None:
    """200 and an overhead of 50."""
    cache = Cache(value_bytes=200, overhead_bytes=50)
    assert entry_sizes(cache, 1, 3).tolist() == [250] * 3


def test_lognormal_sizes_have_their_mean_and_variation() -> None:
    """Mean 1000 and variation 0.5 over 100,000 keys, within 4.5 standard errors."""
    values = entry_sizes(Cache(value_bytes=1000, value_cv=0.5, overhead_bytes=0), 1, 100_000)
    assert values.mean() == pytest.approx(1000, abs=4.5 * 500 / 100_000**0.5)
    assert values.std() / values.mean() == pytest.approx(0.5, abs=0.02)


def test_a_key_keeps_its_size() -> None:
    """However many keys there are."""
    cache = Cache(value_cv=1)
    assert np.array_equal(entry_sizes(cache, 1, 10), entry_sizes(cache, 1, 99)[:10])


def test_a_value_has_at_least_one_byte() -> None:
    """Even where chance says less."""
    assert entry_sizes(Cache(value_bytes=1, value_cv=10, overhead_bytes=0), 1, 1000).min() == 1
