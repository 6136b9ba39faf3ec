"""SIEVE."""

from simulator.cache.eviction.sieve import Sieve
from tests.simulator.cache.eviction.moves import replay


def test_the_used_are_passed_over_once() -> None:
    """Room for 3, a used: b goes, the hand stands at c. c unused goes. Past d the hand is at e.

    d was not used either, so it goes before a, which the hand reaches only after coming round.
    """
    assert replay(Sieve(), "abcadef", 3) == "bcd"


def test_the_hand_comes_round() -> None:
    """All three used: the hand clears a, b, c, comes round and takes a; then b."""
    assert replay(Sieve(), "abcabcde", 3) == "ab"


def test_a_hand_whose_entry_leaves_goes_on() -> None:
    """0, 1, 2, 3, of which 0 was used: 1 goes, the hand is at 2; 2 is deleted: 3 is next."""
    sieve = Sieve()
    for key in range(4):
        sieve.insert(key, 9, 0)
    sieve.touch(0, 1)
    assert sieve.victim(2) == 1
    sieve.remove(1)
    sieve.remove(2)
    assert sieve.victim(3) == 3
