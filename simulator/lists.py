"""The truth about lists: a category's list changes with every write of one of its items.

A write enters its category's sequence when it first counts for anything: when the database holds
it (or a newer one of its item), or when it is acknowledged. Its place there is the version of the
list that has it. What a load of the list shows is the longest beginning of the sequence that the
database holds. Then, whatever the order of storing, a list read is stale exactly if an item
write that was acknowledged before the read started is missing from what it returned:

- Missing writes are acknowledged ones that were not stored at the load, and later ones. The first
  of them entered by its acknowledgement, or after the load, so all that was acknowledged before
  it has a smaller number, and is there.
- A write that nobody acknowledges and that is never stored has no number, and makes no list stale.
"""

from collections import deque

from simulator.catalogue import Catalogue
from simulator.ledger import Ledger
from strategies.effects import Key, Value


class CatalogueLedger(Ledger):
    """A ledger that takes keys in any spelling, and keeps the versions of lists besides."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Nothing has been written yet."""
        super().__init__()
        self.catalogue = catalogue
        self.places: dict[tuple[Key, int], int] = {}
        """Item writes that are acknowledged or stored, but not both: their list's version."""
        self.entered: dict[Key, int] = {}
        """How many writes each list's sequence has."""
        self.missing: dict[Key, deque[tuple[Key, int]]] = {}
        """The sequence of each list from the first write on that the database does not hold."""

    def number(self, key: Key, value: Value) -> Value:
        """The value with a version: its own, or the row's next one."""
        return super().number(self.catalogue.row(key), value)

    def newest(self, key: Key) -> int:
        """The newest acknowledged version of a row."""
        return super().newest(self.catalogue.row(key))

    def unseen_since(self, key: Key, version: int) -> int | None:
        """When a version newer than this one was first acknowledged, in ns; None if never."""
        return super().unseen_since(self.catalogue.row(key), version)

    def abandon(self, key: Key, version: int, cause: str, now_ns: int) -> None:
        """Nobody will store this version, nor an older one that is still open."""
        super().abandon(self.catalogue.row(key), version, cause, now_ns)

    def acknowledge(self, key: Key, version: int, now_ns: int) -> None:
        """A write's request has returned: readers of the row and of its list may expect it."""
        row = self.catalogue.row(key)
        super().acknowledge(row, version, now_ns)
        for each in self.catalogue.derived(row):
            self._note_high(each, self.place(each, row, version), now_ns)

    def store(self, key: Key, version: int) -> None:
        """The database now holds this version of the row, and shows it in its list."""
        before = self.held.get(key, 0)
        super().store(key, version)
        for each in self.catalogue.derived(key):
            for newly in range(before + 1, version + 1):
                self.place(each, key, newly)
            self.held[each] = self.shown(each)

    def place(self, listed: Key, row: Key, version: int) -> int:
        """The version of the list that has this write: given at the first event of two."""
        place = self.places.pop((row, version), None)
        if place is None:
            place = self.entered[listed] = self.entered.get(listed, 0) + 1
            self.places[row, version] = place
            self.missing.setdefault(listed, deque()).append((row, version))
        return place

    def shown(self, listed: Key) -> int:
        """The version of the list that a load shows now."""
        missing = self.missing[listed]
        while missing and self.held.get(missing[0][0], 0) >= missing[0][1]:
            missing.popleft()
        return self.entered[listed] - len(missing)
