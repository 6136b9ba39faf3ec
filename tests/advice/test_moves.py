"""Moves: how far along, and what a person may write."""

import pytest

from advice.moves import Move, move
from simulator import Scenario, ScenarioError

WORLD = [Scenario()]


def test_a_logarithmic_move_is_half_way_at_the_geometric_mean() -> None:
    assert Move("strategy.ttl_s", 1, 100, log=True).at(0.5) == 10
    assert Move("strategy.ttl_s", 0, 100).at(0.5) == 50


def test_the_ends_are_met_exactly_and_between_them_two_digits_count() -> None:
    """1.234 x (98.765 / 1.234) ** 0.7 = 26.5, which is 27 in two digits."""
    one = Move("strategy.ttl_s", 1.234, 98.765, log=True)
    assert (one.at(0), one.at(1)) == (1.234, 98.765)
    assert one.at(0.7) == 27
    assert one.is_end(98.765)
    assert not one.is_end(27)


def test_a_whole_number_stays_whole() -> None:
    found = move("database.connections=2:64", WORLD)
    assert found == Move("database.connections", 2, 64, log=True, whole=True)
    assert isinstance(found.at(0.3), int)


def test_words_are_taken_in_turn() -> None:
    found = move("cache.eviction=allkeys-lru,allkeys-lfu", WORLD)
    assert [found.at(s) for s in (0, 0.49, 0.5, 1)] == [
        *("allkeys-lru", "allkeys-lru"),
        *("allkeys-lfu", "allkeys-lfu"),
    ]


def test_a_word_without_values_may_be_any_that_is_declared() -> None:
    assert move("database.snapshot", WORLD).values == ("end", "start")


def test_a_range_of_whole_numbers_stays_inside() -> None:
    """From 1.5 to 4.5 there are 2, 3 and 4."""
    found = move("client.nodes=1.5:4.5", WORLD)
    assert (found.low, found.high) == (2, 4)


def test_without_a_range_it_is_the_slider_s() -> None:
    assert move("strategy.ttl_s", WORLD) == Move("strategy.ttl_s", 0.1, 3600, log=True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nothing=1:2", "nothing is not a parameter that can be moved here"),
        ("seed=1:2", "seed is not a parameter that can be moved here"),
        ("strategy.ttl_s=1:x", "must move as in strategy.ttl_s=LOW:HIGH, got '1:x'"),
        ("strategy.ttl_s=2:1", "must move from a number to a larger one, got 2 to 1"),
        ("strategy.ttl_s=5", "must move over several values, got 5 alone"),
        ("client.nodes=1.5:2.5", "must move from a number to a larger one, got 2 to 2"),
        ("strategy.ttl_s=2:inf", "must move from a number to a larger one"),
    ],
)
def test_a_bad_move_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ScenarioError, match=sentence):
        move(text, WORLD)
