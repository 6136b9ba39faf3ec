"""Dense numbers in order of first appearance, fills told from writes, samples by hash."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.recording.numbering import FILL, Numbering, sampled
from simulator.traces.columns import DELETE, READ, SET, WRITE

KEYS = st.lists(st.integers(0, 2**64 - 1), max_size=50)


@given(st.lists(KEYS, max_size=4))
def test_numbers_follow_the_first_appearance_over_blocks(blocks: list[list[int]]) -> None:
    """As a dictionary would give them."""
    numbering, known = Numbering(), dict[int, int]()
    for block in blocks:
        found = numbering.number(np.array(block, dtype=np.uint64))
        assert found.tolist() == [known.setdefault(key, len(known)) for key in block]
    assert numbering.known == len(known)


def test_the_table_grows() -> None:
    """300,000 keys, then the same ones backwards."""
    keys = np.arange(300_000, dtype=np.uint64) * np.uint64(1 << 40)
    numbering = Numbering()
    assert (numbering.number(keys) == np.arange(300_000)).all()
    assert (numbering.number(keys[::-1]) == np.arange(300_000)[::-1]).all()


def test_a_set_right_after_a_read_of_its_key_is_a_fill() -> None:
    """Another key between them does not matter; any other set is a write."""
    story = [(1, SET), (1, READ), (2, READ), (1, SET), (1, SET), (2, DELETE), (2, SET), (2, WRITE)]
    keys, op = (np.array(column) for column in zip(*story, strict=True))
    numbering = Numbering()
    numbers = numbering.number(keys.astype(np.uint64))
    told = numbering.without_fills(numbers, op.astype(np.uint8))
    assert told.tolist() == [WRITE, READ, READ, FILL, WRITE, DELETE, WRITE, WRITE]


@pytest.mark.parametrize("rate", [0.001, 0.1, 0.5, 1.0])
def test_a_sample_holds_the_share_of_the_keys_that_was_asked_for(rate: float) -> None:
    """Of a million consecutive numbers, up to chance; a smaller sample lies within a larger."""
    keys = np.arange(1_000_000, dtype=np.uint64)
    kept = sampled(keys, rate)
    assert kept.mean() == pytest.approx(rate, abs=4.5 * (rate * (1 - rate) / 1e6) ** 0.5)
    assert kept[sampled(keys, rate / 2)].all()
