"""The alias table: any weights, one uniform draw."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.streams import stream
from simulator.workload.alias import AliasTable

WEIGHTS = st.lists(st.floats(0, 1e6), min_size=1, max_size=30).filter(lambda w: sum(w) > 1e-3)


@given(weights=WEIGHTS)
def test_the_table_holds_exactly_the_weights(weights: list[float]) -> None:
    """Kept parts and aliased parts of the columns add up to each number's share."""
    table = AliasTable(np.array(weights))
    share = table.keep.clip(0, 1) / table.size
    np.add.at(share, table.other, (1 - table.keep.clip(0, 1)) / table.size)
    assert share == pytest.approx(np.array(weights) / sum(weights), abs=1e-9)


def test_a_number_without_weight_is_never_drawn() -> None:
    """Weights 0, 3, 0, 1."""
    drawn = AliasTable(np.array([0.0, 3, 0, 1])).draw(stream(1, "x"), 20_000)
    assert set(drawn.tolist()) == {1, 3}
    assert (drawn == 1).mean() == pytest.approx(0.75, abs=4.5 * (0.75 * 0.25 / 20_000) ** 0.5)


def test_one_number_is_all_there_is() -> None:
    """A table of one."""
    assert AliasTable(np.array([0.2])).draw(stream(1, "x"), 3).tolist() == [0, 0, 0]
