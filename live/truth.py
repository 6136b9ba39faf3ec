"""The ledger of a live run: the database numbers most writes by itself, and answers overtake."""

from collections import Counter
from collections.abc import Mapping

from simulator.ledger import Books, Ledger, Lost
from strategies.effects import Key, Value


class Truth(Ledger):
    """The simulator's ledger, told of what has happened instead of making it happen."""

    def __init__(self) -> None:
        """Nothing has been written yet."""
        super().__init__()
        self.stores: Counter[Key] = Counter()
        """Writes of a key on their way to the database, each of which will take a number."""

    def number(self, key: Key, value: Value) -> Value:
        """The value with a version that no write on its way to the database can get."""
        if value.version is None and self.stores[key]:
            self.numbered[key] = self.numbered.get(key, 0) + self.stores[key]
        return super().number(key, value)

    def floor(self, key: Key) -> int:
        """The least version that the database may give a write."""
        return self.numbered.get(key, 0) + 1

    def holds(self, key: Key, version: int) -> None:
        """The database has said that it took this version, perhaps after it said so of a later."""
        self.numbered[key] = max(version, self.numbered.get(key, 0))
        if (key, version) not in self.stored_early:
            self.open.setdefault((key, version), None)
        self.store(key, version)

    def audited(self, books: Books, held: Mapping[Key, int]) -> Books:
        """The books after a look into the table: what it should hold and does not is lost, too."""
        known = {(lost.key, lost.version) for lost in books.lost}
        missing = [
            Lost(key, versions[-1], instants[-1] / 1e9, "not_in_table")
            for key, (versions, instants) in self.highs.items()
            if versions[-1] > held.get(key, 0) and (key, versions[-1]) not in known
        ]
        stored = books.stored - len(missing)
        return books._replace(stored=stored, lost=(*books.lost, *missing))
