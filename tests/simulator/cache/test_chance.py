"""Chance that both engines draw alike."""

from collections import Counter

import numpy as np
import pytest

from simulator.cache.chance import ONES, Chance, mixed, start
from simulator.fast import chance as kernel


def test_draws_are_even() -> None:
    """Chi-square over 64 classes of 64,000 draws: 63 give or take 11.2."""
    chance = Chance(start(1, "test"))
    counts = Counter(chance.below(64) for _ in range(64_000))
    square = sum((counts[each] - 1000) ** 2 / 1000 for each in range(64))
    assert square == pytest.approx(63, abs=4.5 * (2 * 63) ** 0.5)


def test_neighbours_know_nothing_of_each_other() -> None:
    """Correlation of consecutive draws: 0 within 4.5 standard errors."""
    chance = Chance(start(2, "test"))
    drawn = np.array([chance.draw() for _ in range(40_000)], dtype=float)
    assert abs(np.corrcoef(drawn[:-1], drawn[1:])[0, 1]) < 4.5 / 200


def test_one_changed_bit_changes_half_of_them() -> None:
    """On average 16 of 32."""
    flips = [
        (mixed(x) ^ mixed(x ^ (1 << bit))).bit_count() for x in range(300) for bit in range(32)
    ]
    assert np.mean(flips) == pytest.approx(16, abs=0.2)


def test_different_numbers_stay_different() -> None:
    """Among a hundred thousand there is no pair of equals."""
    assert len({mixed(x * 42_949 & ONES) for x in range(100_000)}) == 100_000


def test_streams_depend_on_seed_and_name() -> None:
    """Three different starts."""
    assert len({start(1, "a"), start(1, "b"), start(2, "a")}) == 3


def test_the_kernel_draws_the_same() -> None:
    """A thousand draws from a cell."""
    walk = np.array([start(3, "test")], dtype=np.int64)
    chance = Chance(start(3, "test"))
    assert [kernel.draw(walk, 0) for _ in range(1000)] == [chance.draw() for _ in range(1000)]
