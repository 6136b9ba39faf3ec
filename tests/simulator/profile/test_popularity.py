"""The fitted Zipf exponent, and the shares of the popular and of those asked for once."""

import numpy as np
import pytest

from simulator.profile.popularity import popularity, zipf_exponent


@pytest.mark.parametrize("exponent", [0.0, 0.5, 0.99, 1.3])
def test_the_exponent_of_a_law_is_found_again(exponent: float) -> None:
    """From the expected counts themselves, large enough that rounding does not matter."""
    counts = np.rint(1e12 * np.arange(1, 1001) ** -exponent).astype(np.int64)
    assert zipf_exponent(counts) == pytest.approx(exponent, abs=1e-6)


@pytest.mark.parametrize("exponent", [0.7, 1.0])
def test_the_exponent_is_estimated_from_draws(exponent: float) -> None:
    """A million draws of a thousand keys: within a hundredth, bias by ranking included."""
    weights = np.arange(1, 1001) ** -exponent
    draws = np.random.default_rng(1).choice(1000, 1_000_000, p=weights / weights.sum())
    counts = np.sort(np.bincount(draws))[::-1]
    assert zipf_exponent(counts) == pytest.approx(exponent, abs=0.01)


def test_a_single_key_has_no_exponent() -> None:
    """Nothing falls off."""
    assert zipf_exponent(np.array([7])) == 0


def test_shares_of_the_popular_and_of_the_rare() -> None:
    """Of 200 keys two are the most popular hundredth: 100 and 52 of 350 requests; 198 come once."""
    found = popularity(np.array([52, *[1] * 198, 100]))
    assert found.top_share == pytest.approx(152 / 350)
    assert found.once_share == pytest.approx(198 / 200)
    assert (found.rank[0], found.requests[0]) == (1, 100)
    assert (found.rank[-1], found.requests[-1]) == (200, 1)
