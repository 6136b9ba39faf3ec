"""Working sets and gaps of a short sequence, worked out by hand."""

import numpy as np
import pytest

from simulator.profile.windows import WINDOWS, Windows


def windows(*requests: tuple[int, int], end: int) -> Windows:
    """Keys at instants, taken in two blocks."""
    found = Windows(10, end)
    for block in (requests[:2], requests[2:]):
        at, keys = zip(*block, strict=True)
        found.take(np.array(keys, dtype=np.int32), np.array(at, dtype=np.int64))
    return found


def test_different_and_new_keys_by_window() -> None:
    """Windows of ten: a a b in the first, b c in the second, nothing after that."""
    found = windows((0, 0), (5, 0), (9, 1), (10, 1), (19, 2), end=10 * WINDOWS).working_set(1)
    assert found.requests[:3].tolist() == [3, 2, 0]
    assert found.keys[:3].tolist() == [2, 2, 0]
    assert found.new_keys[:3].tolist() == [2, 1, 0]
    assert found.start[:3].tolist() == [0, 10, 20]


def test_gaps_fall_into_buckets_of_half_a_doubling() -> None:
    """Gaps of 1, 1 and 8: from 1 to 1.4, and from 8 to 11.3; half of them are at most 1.4."""
    found = windows((0, 0), (1, 0), (2, 0), (10, 0), end=100).reuse(1)
    assert found.requests[[0, -1]].tolist() == [2, 1]
    assert found.least[[0, -1]] == pytest.approx([1, 8])
    assert found.median == 1


def test_without_repetition_there_are_no_gaps() -> None:
    """Three keys, once each."""
    found = windows((0, 0), (1, 1), (2, 2), end=3).reuse(1)
    assert len(found.requests) == 0
    assert found.median is None
