"""Time averages of how many are inside."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.flow import Flow

EDGES_S = np.array([0.0, 2, 4, 10])


def flow(*visits: tuple[float, float]) -> Flow:
    """A flow with these visits."""
    found = Flow(EDGES_S)
    pairs = np.array(visits).reshape(-1, 2)
    found.add(pairs[:, 0], pairs[:, 1])
    return found


def test_visits_are_shared_out_among_windows() -> None:
    """From 1 to 5 s: 1, 2 and 1 s inside; from 3 to 3.5 s: half a second."""
    assert flow((1, 5), (3, 3.5)).areas().tolist() == pytest.approx([1, 2.5, 1])
    assert flow((1, 5), (3, 3.5)).means().tolist() == pytest.approx([0.5, 1.25, 1 / 6])


def test_what_goes_on_outside_the_edges_is_cut() -> None:
    """From -3 to 20 s: inside all the time."""
    assert flow((-3, 20)).means().tolist() == pytest.approx([1, 1, 1])
    assert flow((11, 12), (-2, -1)).means().tolist() == pytest.approx([0, 0, 0])


VISITS = st.lists(st.tuples(st.floats(-5, 15), st.floats(0, 8)), max_size=20)


@given(visits=VISITS)
def test_areas_are_those_of_the_overlaps(visits: list[tuple[float, float]]) -> None:
    """Whatever the visits: the sum of their overlaps with each window."""
    spans = [(begin, begin + length) for begin, length in visits]
    expected = [
        sum(max(0.0, min(end, high) - max(begin, low)) for begin, end in spans)
        for low, high in pairwise(EDGES_S)
    ]
    assert flow(*spans).areas().tolist() == pytest.approx(expected, abs=1e-9)


def test_merging_is_adding() -> None:
    """Two flows together are one with all visits."""
    whole, first, second = flow((1, 5), (3, 9)), flow((1, 5)), flow((3, 9))
    first.merge(second)
    assert first.areas().tolist() == pytest.approx(whole.areas().tolist())
