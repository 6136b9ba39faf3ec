"""Entries in a list that any can be drawn from."""

from collections import Counter

import pytest

from simulator.cache.chance import Chance
from simulator.cache.eviction.residents import Residents


def eight_of_twelve() -> Residents:
    """0 to 11 without the first, the last and two in the middle."""
    residents = Residents()
    for key in range(12):
        residents.add(key)
    for key in (0, 11, 5, 6, 5):
        residents.discard(key)
    return residents


def test_samples_are_even() -> None:
    """4000 samples of 5 out of 8: each resident is in 2500 of them."""
    residents, chance = eight_of_twelve(), Chance(5)
    drawn = Counter(key for _ in range(4000) for key in residents.sample(5, chance))
    assert set(drawn) == {1, 2, 3, 4, 7, 8, 9, 10}
    assert all(count == pytest.approx(2500, abs=4.5 * 31) for count in drawn.values())


def test_a_sample_holds_nobody_twice() -> None:
    """All different, whatever the draws."""
    residents, chance = eight_of_twelve(), Chance(6)
    assert all(len(set(residents.sample(7, chance))) == 7 for _ in range(200))


def test_a_few_are_taken_whole() -> None:
    """No more than asked for: all, in their places, without chance."""
    residents, chance = eight_of_twelve(), Chance(7)
    assert set(residents.sample(8, chance)) == {1, 2, 3, 4, 7, 8, 9, 10}
    assert chance.counter == 7


def test_nobody_can_be_drawn_from_nobody() -> None:
    """None."""
    assert Residents().any(Chance(1)) is None
