"""The truth, by histories written out by hand."""

from simulator.ledger import Books, Ledger, Lost
from strategies.effects import Value

END_NS = 9_000_000_000


def written(ledger: Ledger, key: int = 0) -> int:
    """A new write's version."""
    version = ledger.number(key, Value(None)).version
    assert version is not None
    return version


def test_versions_count_from_one_for_each_key() -> None:
    """0 is the state at the start; a numbered value keeps its number."""
    ledger = Ledger()
    assert [written(ledger), written(ledger), written(ledger, 7)] == [1, 2, 1]
    assert ledger.number(0, Value(1)).version == 1


def test_an_untouched_key_is_at_version_zero() -> None:
    """Nothing newer has ever been acknowledged."""
    assert Ledger().newest(3) == 0
    assert Ledger().unseen_since(3, 0) is None


def test_stored_then_acknowledged() -> None:
    """Write-through's order: one stored."""
    ledger = Ledger()
    ledger.store(0, written(ledger))
    ledger.acknowledge(0, 1, 10)
    assert ledger.close(END_NS) == Books(1, 1, 0, ())


def test_acknowledged_then_stored() -> None:
    """Write-behind's order: one stored."""
    ledger = Ledger()
    ledger.acknowledge(0, written(ledger), 10)
    ledger.store(0, 1)
    assert ledger.close(END_NS) == Books(1, 1, 0, ())


def test_a_coalesced_write_is_superseded() -> None:
    """Of three acknowledged writes of a key only the last is stored: two superseded."""
    ledger = Ledger()
    for at_ns in (10, 20, 30):
        ledger.acknowledge(0, written(ledger), at_ns)
    ledger.store(0, 3)
    assert ledger.close(END_NS) == Books(3, 1, 2, ())


def test_an_acknowledged_write_that_never_arrives_is_lost() -> None:
    """The first of two keys is stored, the second is not."""
    ledger = Ledger()
    ledger.acknowledge(0, written(ledger, 0), 10)
    ledger.acknowledge(1, written(ledger, 1), 1_500_000_000)
    ledger.store(0, 1)
    assert ledger.close(END_NS) == Books(2, 1, 0, (Lost(1, 1, 1.5, "not_stored", 9.0),))


def test_a_write_acknowledged_after_a_newer_one_was_stored() -> None:
    """It is superseded the moment it is acknowledged."""
    ledger = Ledger()
    first, second = written(ledger), written(ledger)
    ledger.store(0, second)
    ledger.acknowledge(0, second, 10)
    ledger.acknowledge(0, first, 20)
    assert ledger.close(END_NS) == Books(2, 1, 1, ())


def test_a_write_nobody_acknowledged_is_in_no_book() -> None:
    """Stored or not, it counts for nothing, but it supersedes what is older."""
    ledger = Ledger()
    ledger.acknowledge(0, written(ledger), 10)
    written(ledger, 5)
    ledger.store(0, written(ledger))
    assert ledger.close(END_NS) == Books(1, 0, 1, ())


def test_two_commits_whose_acknowledgements_cross() -> None:
    """Both were stored in order; the later one hears first: two stored, none lost."""
    ledger = Ledger()
    ledger.store(0, written(ledger))
    ledger.store(0, written(ledger))
    ledger.acknowledge(0, 2, 10)
    ledger.acknowledge(0, 1, 20)
    books = ledger.close(END_NS)
    assert books.acknowledged == books.stored + books.superseded == 2
    assert books.lost == ()


def test_the_newest_version_is_the_highest_acknowledged() -> None:
    """A late acknowledgement of an old version changes nothing."""
    ledger = Ledger()
    ledger.acknowledge(0, 2, 10)
    ledger.acknowledge(0, 1, 20)
    assert ledger.newest(0) == 2


def test_age_counts_from_the_first_unseen_version() -> None:
    """Versions 1, 2, 4 acknowledged at 10, 20, 40: whoever has 2 or 3 is behind since 40."""
    ledger = Ledger()
    for version, at_ns in ((1, 10), (2, 20), (4, 40)):
        ledger.acknowledge(0, version, at_ns)
    assert [ledger.unseen_since(0, v) for v in (0, 1, 2, 3, 4)] == [10, 20, 40, 40, None]
