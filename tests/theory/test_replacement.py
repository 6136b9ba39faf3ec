"""Closed forms of full caches against enumeration, limits and tables worked out elsewhere."""

from itertools import permutations

import numpy as np
import pytest

from theory import replacement
from theory.popularity import zipf

TABLE = [
    (1000, 0.6, 100, 0.22029, 0.19970),
    (1000, 0.8, 10, 0.08217, 0.07510),
    (1000, 0.8, 100, 0.37780, 0.33411),
    (1000, 0.8, 300, 0.62306, 0.57426),
    (1000, 1.0, 100, 0.57650, 0.52081),
    (1000, 1.2, 100, 0.75741, 0.70747),
    (2000, 0.99, 200, 0.60151, 0.54913),
]


def test_lru_is_kings_sum() -> None:
    """Seven keys, room for three: all ordered lists by hand, to eleven digits."""
    p = zipf(7, 1.0)
    expected = 0.0
    for first, second, third in permutations(range(7), 3):
        rest = 1 - p[first], 1 - p[first] - p[second]
        chance = p[first] * p[second] / rest[0] * p[third] / rest[1]
        expected += chance * (p[first] + p[second] + p[third])
    assert replacement.lru(p, 3) == pytest.approx(expected, abs=1e-11)
    assert expected == pytest.approx(0.58020, abs=5e-6)


def test_fifo_is_the_product_form() -> None:
    """Seven keys, room for three: all sets of residents, weighed by the product of chances."""
    p = zipf(7, 1.0)
    weights = {each: p[list(each)].prod() for each in permutations(range(7), 3)}
    expected = sum(w * p[list(each)].sum() for each, w in weights.items()) / sum(weights.values())
    assert replacement.fifo(p, 3) == pytest.approx(expected, abs=1e-12)
    assert expected == pytest.approx(0.55330, abs=5e-6)


@pytest.mark.parametrize(("keys", "exponent", "capacity", "lru", "fifo"), TABLE)
def test_tables(keys: int, exponent: float, capacity: int, lru: float, fifo: float) -> None:
    """Five digits, from one key in a hundred to three in ten."""
    p = zipf(keys, exponent)
    assert replacement.lru(p, capacity) == pytest.approx(lru, abs=5.1e-6)
    assert replacement.fifo(p, capacity) == pytest.approx(fifo, abs=5.1e-6)


def test_equal_keys_hit_by_their_share() -> None:
    """Forty equal keys, room for ten: a quarter, whatever the policy."""
    p = zipf(40, 0)
    found = [
        replacement.lru(p, 10),
        replacement.fifo(p, 10),
        replacement.static(p, 10),
        replacement.lru_by_characteristic_time(p, 10),
        replacement.fifo_by_characteristic_time(p, 10),
        replacement.sampled_lru(p, 10, 5),
    ]
    assert found == pytest.approx([0.25] * 6, abs=1e-6)


@pytest.mark.parametrize(
    ("keys", "exponent", "capacity", "lru_error", "fifo_error"),
    [
        (7, 1.0, 3, -3.0e-3, -1.6e-2),
        (1000, 0.8, 10, -5.5e-4, -1.0e-3),
        (1000, 0.8, 100, -6.2e-6, -4.3e-4),
        (1000, 1.2, 100, 3.6e-5, -5.3e-4),
    ],
)
def test_the_approximation_has_its_known_error(
    keys: int, exponent: float, capacity: int, lru_error: float, fifo_error: float
) -> None:
    """Small caches make it visible."""
    p = zipf(keys, exponent)
    by_lru = replacement.lru_by_characteristic_time(p, capacity) - replacement.lru(p, capacity)
    by_fifo = replacement.fifo_by_characteristic_time(p, capacity) - replacement.fifo(p, capacity)
    assert by_lru == pytest.approx(lru_error, rel=0.05)
    assert by_fifo == pytest.approx(fifo_error, rel=0.05)


@pytest.mark.parametrize(
    ("exponent", "samples", "expected"),
    [(0.8, 3, 0.36656), (0.8, 5, 0.37267), (0.8, 10, 0.37621), (1.2, 5, 0.75196)],
)
def test_sampling(exponent: float, samples: int, expected: float) -> None:
    """1000 keys, room for 100, to one in the fifth digit: the table's own solver is no finer."""
    found = replacement.sampled_lru(zipf(1000, exponent), 100, samples)
    assert found == pytest.approx(expected, abs=1.1e-5)


def test_one_sample_is_random_and_many_are_lru() -> None:
    """The mean field's two ends are the two characteristic times."""
    p = zipf(300, 0.8)
    assert replacement.sampled_lru(p, 50, 1) == pytest.approx(
        replacement.fifo_by_characteristic_time(p, 50), abs=1e-6
    )
    assert replacement.sampled_lru(p, 50, 400) == pytest.approx(
        replacement.lru_by_characteristic_time(p, 50), abs=1e-4
    )


def test_the_static_best() -> None:
    """1000 keys, exponent 0.8: the top hundred get 0.52583; no policy does better."""
    p = zipf(1000, 0.8)
    assert replacement.static(p, 100) == pytest.approx(0.52583, abs=5e-6)
    assert replacement.lru(p, 100) < replacement.static(p, 100)


def test_lru_with_ttl() -> None:
    """500 keys, exponent 0.8, room for 100, 100 reads/s, 3 s: 0.4700, simulated 0.4697."""
    assert replacement.lru_with_ttl(zipf(500, 0.8), 100, 100, 3) == pytest.approx(0.4700, abs=1e-4)


def test_a_ttl_that_never_matters() -> None:
    """With a very long TTL it is LRU; with a very short one the room does not matter."""
    p = zipf(200, 0.8)
    long = replacement.lru_with_ttl(p, 50, 100, 200)
    assert long == pytest.approx(replacement.lru_by_characteristic_time(p, 50), abs=2e-3)
    reads = p * 100 * 0.01
    assert replacement.lru_with_ttl(p, 50, 100, 0.01) == pytest.approx(
        (p * reads / (1 + reads)).sum()
    )


def test_hits_of_a_life_by_hand() -> None:
    """One read a second on average, unused for 1 s at most, 2 s to live.

    M(1) = 1; from there on M' = 1 - (1 + (x - 1)) / e, so M(2) = 2 - 1.5 / e.
    """
    found = replacement.hits_of_a_life(np.array([1.0]), 1, 2)
    assert found == pytest.approx([2 - 1.5 / np.e], abs=1e-6)
