"""What the effects do to a cache's memory."""

from types import SimpleNamespace
from typing import Any

import pytest

from simulator.cache.operations import Operations
from simulator.outcome import Course
from strategies.effects import Acquire, Delete, Flush, Get, Release, Set, Value
from tests.simulator.cache.test_store import cache


def asked(*effects: Any, lost: bool = False) -> list[Any]:
    """The answers of a fresh cache to effects at instant 0; deletes get lost or not."""
    experiment: Any = SimpleNamespace(
        clock=SimpleNamespace(moment=(0, 0, 0)), losses=SimpleNamespace(delete=lambda: lost)
    )
    by_kind = Operations(experiment, cache()).by_kind
    activity = SimpleNamespace(course=Course())
    return [by_kind[type(effect)](activity, effect) for effect in effects]


def test_what_was_set_is_found_until_it_is_deleted_or_flushed() -> None:
    """Nothing at first, version 3 after the set, nothing after each way to take it away."""
    for gone in (Delete(0), Flush()):
        found = asked(Get(0), Set(0, Value(3)), Get(0), gone, Get(0))
        assert (found[0], found[2].value, found[4]) == (None, Value(3), None)


@pytest.mark.parametrize("lost", [False, True])
def test_a_delete_that_gets_lost_leaves_the_entry(lost: bool) -> None:
    """Its answer is that nothing went."""
    *_, went, entry = asked(Set(0, Value(3)), Delete(0), Get(0), lost=lost)
    assert (went, entry is not None) == (not lost, lost)


def test_a_token_lies_there_once_until_its_owner_takes_it() -> None:
    """The second owner is refused, may not take it, and has it after the first has released."""
    first, second = (Acquire(0, owner, 5, "lock") for owner in (1, 2))
    moves = (first, second, Release(0, 2, "lock"), Release(0, 1, "lock"), second)
    assert asked(*moves) == [True, False, False, True, True]


def test_a_look_up_is_noted_in_the_course_of_who_asked() -> None:
    """The microscope and the outcome words rest on it."""
    course = Course()
    experiment: Any = SimpleNamespace(clock=SimpleNamespace(moment=(0, 0, 0)), losses=None)
    operations = Operations(experiment, cache())
    operations.set(None, Set(0, Value(3)))
    entry = operations.get(SimpleNamespace(course=course), Get(0))
    assert course.entry is entry is not None
