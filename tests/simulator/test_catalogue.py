"""How keys are numbered: items, absent keys, lists, a free number, then the next spelling."""

import numpy as np

from simulator.catalogue import Catalogue
from simulator.workload.requests import Block

SHOP = Catalogue(numbers=8, first_list=5, categories=2, formats=3)
"""Items 0 to 3, the absent key 4, the lists 5 and 6, the free number 7; three spellings."""


def test_an_item_belongs_to_the_category_of_its_number():
    """Even items to the first list, odd ones to the second, in the item's own spelling."""
    assert [SHOP.derived(item) for item in (0, 1, 2, 3)] == [(5,), (6,), (5,), (6,)]
    assert SHOP.derived(16 + 3) == (16 + 6,)


def test_nothing_is_derived_from_a_list():
    """Nor from anything where there are no categories."""
    assert SHOP.derived(5) == SHOP.derived(8 + 6) == ()
    assert Catalogue(numbers=8).derived(3) == ()


def test_a_write_concerns_every_spelling_of_the_item_and_of_its_list():
    """Whichever of them was written."""
    assert set(SHOP.concerned(3)) == set(SHOP.concerned(8 + 3)) == {3, 6, 11, 14, 19, 22}


def test_nodes_spell_keys_in_turn():
    """Nodes 0 and 3 alike; in the log everybody asked for the same row."""
    nodes = np.array([0, 1, 2, 3], dtype=np.uint8)
    nobody = np.zeros(4, dtype=np.uint8)
    block = Block(np.arange(4), np.full(4, 2), nobody, nodes, nobody.astype(np.int32))
    assert SHOP.spelled(block).key.tolist() == [2, 10, 18, 2]
    assert [SHOP.row(key) for key in (2, 10, 18)] == [2, 2, 2]


def test_keys_past_the_end_are_no_rows_of_another_spelling():
    """Reading on from the last list of the second spelling leads to numbers that nothing has."""
    assert SHOP.rows_of((14, 15, 16, 17)) == (6, 7, 8, 9)
    assert SHOP.rows_of((15, 16)) == (7, 8)


def test_copies_are_all_but_one_of_each_row():
    """Row 2 three times, row 5 twice, row 0 once: three copies."""
    assert SHOP.copies([2, 10, 18, 5, 13, 8]) == 3
