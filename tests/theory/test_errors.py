"""Standard errors against numbers worked out elsewhere."""

import pytest

from theory import errors


@pytest.mark.parametrize(
    ("read_rps", "ttl_s", "error"), [(0.1, 10, 3.54e-4), (2, 5, 8.67e-5), (10, 10, 9.85e-6)]
)
def test_a_ttl_cache_is_less_noisy_than_a_coin(read_rps: float, ttl_s: float, error: float) -> None:
    """A million reads of one key."""
    assert errors.hit_ratio(read_rps, ttl_s, 10**6) == pytest.approx(error, rel=2e-3)


@pytest.mark.parametrize(
    ("world", "error"), [((1000, 0.8, 100, 10), 3.37e-4), ((1000, 0.99, 1000, 60), 1.68e-5)]
)
def test_many_keys(world: tuple[int, float, float, float], error: float) -> None:
    """A million reads under Zipf's law."""
    assert errors.zipf_hit_ratio(*world, 10**6) == pytest.approx(error, rel=3e-3)


def test_one_key_is_a_special_case_of_many() -> None:
    """A single key has the same error by either formula."""
    many = errors.zipf_hit_ratio(1, 1, 2, 5, 1000)
    assert many == pytest.approx(errors.hit_ratio(2, 5, 1000))


def test_a_coin() -> None:
    """.1 in 900 trials: .01."""
    assert errors.coin(0.1, 900) == pytest.approx(0.01)


@pytest.mark.parametrize(("load", "constant"), [(0.3, 3.957), (0.5, 29), (0.8, 1976), (0.9, 35901)])
def test_waits_are_more_noisy_than_independent_ones(load: float, constant: float) -> None:
    """n x variance of the mean wait over the squared service time, by utilisation."""
    error_s = errors.one_server_wait_s(load / 0.01, 0.01, 1)
    assert (error_s / 0.01) ** 2 == pytest.approx(constant, rel=1e-2)


def test_the_scatter_of_replications_is_their_error() -> None:
    """1, 2, 3 and 6 have a standard deviation of sqrt(14/3), a mean half as uncertain."""
    assert errors.of_mean([1, 2, 3, 6]) == pytest.approx((14 / 3) ** 0.5 / 2)
