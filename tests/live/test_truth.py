"""The ledger, told of what a real database did."""

from live.truth import Truth
from strategies.effects import Value

KEY = 1


def acknowledged(truth: Truth, *versions: int) -> None:
    """Writes of the key are acknowledged, at the instants 1, 2, 3."""
    for instant, version in enumerate(versions, 1):
        truth.acknowledge(KEY, version, instant)


def test_a_write_that_the_database_numbered_is_stored() -> None:
    truth = Truth()
    truth.holds(KEY, truth.floor(KEY))
    acknowledged(truth, 1)
    books = truth.close(9)
    assert (books.acknowledged, books.stored, books.lost) == (1, 1, ())


def test_answers_may_overtake_each_other() -> None:
    """Version 2 is heard of first: version 1 was overwritten, and is superseded."""
    truth = Truth()
    truth.holds(KEY, 2)
    truth.holds(KEY, 1)
    acknowledged(truth, 2, 1)
    books = truth.close(9)
    assert (books.acknowledged, books.stored, books.superseded) == (2, 1, 1)
    assert truth.newest(KEY) == 2


def test_numbers_of_the_cache_and_of_the_database_do_not_meet() -> None:
    """Two stores are on their way and will get 1 and 2 at most: the cache takes 3."""
    truth = Truth()
    truth.stores[KEY] = 2
    assert truth.number(KEY, Value(None)).version == 3
    assert truth.floor(KEY) == 4


def test_a_look_into_the_table_finds_what_is_missing() -> None:
    """Two versions were stored, the table holds the first: the second is lost."""
    truth = Truth()
    for version in (1, 2):
        truth.holds(KEY, version)
    acknowledged(truth, 1, 2)
    books = truth.audited(truth.close(9), {KEY: 1})
    assert [(lost.version, lost.cause) for lost in books.lost] == [(2, "not_in_table")]
    assert books.stored + books.superseded + len(books.lost) == books.acknowledged
    assert truth.audited(truth.close(9), {KEY: 2}).lost == ()
