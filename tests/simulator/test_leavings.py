"""Memory of finished runs."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from simulator.leavings import give_back, settle


class Part:
    """A part that refers to itself, as the parts of a world do in circles."""

    def __init__(self) -> None:
        """Closed."""
        self.whole = self


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Nothing stays out of Python's own search."""
    gc.disable()
    settle.cache_clear()
    yield
    gc.unfreeze()
    gc.enable()


def test_what_a_run_leaves_is_given_back_at_once() -> None:
    """Python's own search is off and nothing refers to the part but itself."""
    give_back()
    left = weakref.ref(Part())
    assert left() is not None
    give_back()
    assert left() is None


def test_what_is_there_at_the_first_call_is_not_searched_again() -> None:
    """A part that was alive then and is given up later stays, which is the price."""
    part = Part()
    kept = weakref.ref(part)
    give_back()
    del part
    give_back()
    assert kept() is not None
