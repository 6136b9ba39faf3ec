"""The versions of lists: worked-out sequences, and any sequence against the definition."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.catalogue import Catalogue
from simulator.lists import CatalogueLedger
from strategies.effects import Value

ODD, EVEN = 5, 4
"""The lists of items 1 and 3, and of items 0 and 2."""


@pytest.fixture
def ledger():
    """Items 0 to 3 in two categories, two spellings."""
    return CatalogueLedger(Catalogue(numbers=7, first_list=4, categories=2, formats=2))


def number(ledger, key):
    """The version that the next write of a key gets."""
    return ledger.number(key, Value(None)).version


def test_a_commit_is_in_the_list_at_once(ledger):
    """Before it is acknowledged, when nobody may expect it yet, and after."""
    ledger.store(0, number(ledger, 0))
    assert (ledger.held[EVEN], ledger.newest(EVEN)) == (1, 0)
    ledger.acknowledge(0, 1, now_ns=5)
    assert (ledger.newest(EVEN), ledger.unseen_since(EVEN, 0)) == (1, 5)
    assert ledger.unseen_since(EVEN, 1) is None


def test_a_write_changes_the_list_of_its_category_only(ledger):
    """Item 1 is odd."""
    ledger.store(1, number(ledger, 1))
    ledger.acknowledge(1, 1, now_ns=5)
    assert (ledger.held.get(EVEN, 0), ledger.newest(EVEN), ledger.newest(ODD)) == (0, 0, 1)


def test_a_list_shows_no_more_than_its_first_missing_write_allows(ledger):
    """Two writes wait; the second is stored first, and the list is still without the first."""
    for at_ns, item in enumerate((0, 2), start=1):
        ledger.acknowledge(item, number(ledger, item), at_ns)
    ledger.store(2, 1)
    assert (ledger.held[EVEN], ledger.unseen_since(EVEN, 0)) == (0, 1)
    ledger.store(0, 1)
    assert ledger.held[EVEN] == 2


def test_a_coalesced_write_is_in_the_list_with_the_one_that_took_its_place(ledger):
    """Two writes of an item, one store: two versions of the list."""
    for at_ns in (1, 2):
        ledger.acknowledge(0, number(ledger, 0), at_ns)
    ledger.store(0, 2)
    assert ledger.held[EVEN] == 2


def test_a_write_that_comes_to_nothing_makes_no_list_stale(ledger):
    """Numbered in the cache, neither stored nor acknowledged: its writer died."""
    number(ledger, 0)
    ledger.store(2, number(ledger, 2))
    ledger.acknowledge(2, 1, now_ns=3)
    assert ledger.held[EVEN] == ledger.newest(EVEN) == 1


def test_a_write_that_is_acknowledged_after_a_newer_one_was_stored_is_in_the_list(ledger):
    """Both entered when the newer one was stored."""
    number(ledger, 0)
    ledger.store(0, number(ledger, 0))
    assert ledger.held[EVEN] == 2
    ledger.acknowledge(0, 1, now_ns=5)
    assert (ledger.newest(EVEN), ledger.unseen_since(EVEN, 2)) == (1, None)


def test_a_lost_write_keeps_the_list_stale_until_its_item_is_written_again(ledger):
    """The first of three writes is never stored; the third, of the same item, stands in for it."""
    ledger.acknowledge(0, number(ledger, 0), now_ns=1)
    ledger.store(2, number(ledger, 2))
    assert ledger.held[EVEN] == 0
    ledger.store(0, number(ledger, 0))
    assert ledger.held[EVEN] == 3


def test_every_spelling_is_the_same_row(ledger):
    """A write under the second spelling, asked about under the first."""
    version = number(ledger, 7 + 2)
    ledger.acknowledge(7 + 2, version, now_ns=4)
    assert ledger.newest(2) == ledger.newest(7 + EVEN) == 1
    assert ledger.unseen_since(EVEN, 0) == ledger.unseen_since(7 + 2, 0) == 4
    assert number(ledger, 2) == 2


class Event(NamedTuple):
    """A write of an item is numbered, or one of those before is acknowledged or stored."""

    kind: str
    item: int
    which: int


EVENTS = st.lists(
    st.builds(
        Event,
        st.sampled_from(("number", "acknowledge", "store")),
        st.sampled_from((0, 2, 4)),
        st.integers(0, 3),
    ),
    max_size=30,
)


class History:
    """What happened, written down plainly: contents of the database, acknowledgements."""

    def __init__(self):
        """Items 0, 2 and 4 of one category, the list 6."""
        self.ledger = CatalogueLedger(Catalogue(numbers=8, first_list=6, categories=1))
        self.numbered = {0: 0, 2: 0, 4: 0}
        self.content = dict(self.numbered)
        self.acknowledged = {}

    def happen(self, event, now_ns):
        """Let an event happen, if it can."""
        if event.kind == "number":
            self.numbered[event.item] = number(self.ledger, event.item)
        version = 1 + event.which
        if event.kind == "number" or version > self.numbered[event.item]:
            return
        if event.kind == "store":
            self.ledger.store(event.item, version)
            self.content[event.item] = max(version, self.content[event.item])
        elif (event.item, version) not in self.acknowledged:
            self.ledger.acknowledge(event.item, version, now_ns)
            self.acknowledged[event.item, version] = now_ns

    def missing(self, content, start_ns):
        """When the first write was acknowledged that a read from then misses in this content."""
        instants = [
            at_ns
            for (item, version), at_ns in self.acknowledged.items()
            if at_ns <= start_ns and content[item] < version
        ]
        return min(instants, default=None)


@given(EVENTS)
def test_any_list_read_is_stale_exactly_if_an_acknowledged_write_is_missing(events):
    """Whatever is loaded whenever, read by whoever started whenever: verdict and age agree."""
    history, newest, loads = History(), [0], [(0, {0: 0, 2: 0, 4: 0})]
    for now_ns, event in enumerate(events, start=1):
        history.happen(event, now_ns)
        newest.append(history.ledger.newest(6))
        loads.append((history.ledger.held.get(6, 0), dict(history.content)))
    for start_ns in range(len(newest)):
        for shown, content in loads:
            since_ns = history.ledger.unseen_since(6, shown) if newest[start_ns] > shown else None
            assert since_ns == history.missing(content, start_ns)
