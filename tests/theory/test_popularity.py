"""Closed forms of popularity against tables worked out elsewhere."""

import pytest

from theory import popularity


def test_three_keys_by_hand() -> None:
    """Zipf 1 over three keys: 6/11, 3/11, 2/11."""
    assert popularity.zipf(3, 1).tolist() == pytest.approx([6 / 11, 3 / 11, 2 / 11])


def test_exponent_zero_is_uniform() -> None:
    """All keys alike."""
    assert popularity.zipf(4, 0).tolist() == [0.25] * 4


@pytest.mark.parametrize(
    ("keys", "exponent", "top", "share"),
    [
        (1000, 0.6, 1, 0.0265),
        (1000, 0.99, 1, 0.1294),
        (1000, 1.2, 1, 0.2306),
        (10000, 0.99, 1, 0.0978),
        (1000, 0.8, 100, 0.5258),
        (10000, 0.99, 1000, 0.7559),
    ],
)
def test_top_shares(keys: int, exponent: float, top: int, share: float) -> None:
    """The share of the top key and of the top tenth."""
    assert popularity.top_share(keys, exponent, top) == pytest.approx(share, abs=5.1e-5)


@pytest.mark.parametrize(
    ("requests", "distinct", "hit"),
    [(100, 71.0, 0.4153), (1000, 388.6, 0.7597), (20000, 995.5, 0.9990)],
)
def test_a_cold_cache_fills(requests: int, distinct: float, hit: float) -> None:
    """1000 keys, exponent 0.9: distinct keys seen, and the chance that the next is one of them."""
    assert popularity.distinct_keys(1000, 0.9, requests) == pytest.approx(distinct, abs=0.051)
    assert popularity.next_hit(1000, 0.9, requests) == pytest.approx(hit, abs=5.1e-5)


def test_distinct_keys_after_2000_requests() -> None:
    """574.08 of 1000 keys at exponent 0.9."""
    assert popularity.distinct_keys(1000, 0.9, 2000) == pytest.approx(574.0822970421189)
