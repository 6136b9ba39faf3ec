"""The truth: every write of every key, kept outside the system under test.

A write gets its version number where it first takes effect (the database, or the cache under
write-behind), is acknowledged when its request returns, and is stored when the database holds
it. Reads are judged against what was acknowledged before they started, and at the end every
acknowledged write is stored, superseded by a newer stored one, or lost.
"""

from array import array
from bisect import bisect_right
from typing import NamedTuple

from simulator.clock import seconds
from strategies.effects import Key, Value

NO_HIGHS = (array("q"), array("q"))


class Lost(NamedTuple):
    """An acknowledged write that the database never got."""

    key: Key
    version: int
    acknowledged_s: float
    cause: str


class Books(NamedTuple):
    """Where the acknowledged writes are: acknowledged = stored + superseded + lost."""

    acknowledged: int
    stored: int
    superseded: int
    lost: tuple[Lost, ...]


class Ledger:
    """The version history of each key. Version 0 is the state at the start."""

    def __init__(self) -> None:
        """Nothing has been written yet."""
        self.numbered: dict[Key, int] = {}
        self.highs: dict[Key, tuple[array[int], array[int]]] = {}
        self.open: dict[tuple[Key, int], int | None] = {}
        self.stored_early: set[tuple[Key, int]] = set()
        self.held: dict[Key, int] = {}
        self.acknowledged = self.stored = self.superseded = 0

    def number(self, key: Key, value: Value) -> Value:
        """The value with a version: its own, or the key's next one."""
        if value.version is not None:
            return value
        version = self.numbered.get(key, 0) + 1
        self.numbered[key] = version
        self.open[key, version] = None
        return Value(version, value.found, value.cost_s, value.payload)

    def acknowledge(self, key: Key, version: int, now_ns: int) -> None:
        """A write's request has returned: from now on readers may expect it."""
        self.acknowledged += 1
        self._note_high(key, version, now_ns)
        if (key, version) in self.stored_early:
            self.stored_early.remove((key, version))
            self.stored += 1
        elif version < self.held.get(key, 0):
            del self.open[key, version]
            self.superseded += 1
        else:
            self.open[key, version] = now_ns

    def acknowledge_stored(self, key: Key, version: int, now_ns: int) -> None:
        """A write's request returned then; the database has held the write since before that."""
        self.acknowledged += 1
        self.stored += 1
        self._note_high(key, version, now_ns)

    def _note_high(self, key: Key, version: int, now_ns: int) -> None:
        """Remember when the newest acknowledged version rose."""
        highs = self.highs.get(key)
        if highs is None:
            highs = self.highs[key] = (array("q"), array("q"))
        versions, instants = highs
        if not versions or version > versions[-1]:
            versions.append(version)
            instants.append(now_ns)

    def store(self, key: Key, version: int) -> None:
        """The database now holds this version of the key; older open ones are superseded."""
        if (key, version) in self.open:
            if self.open.pop((key, version)) is None:
                self.stored_early.add((key, version))
            else:
                self.stored += 1
        for older in range(self.held.get(key, 0) + 1, version):
            if self.open.get((key, older)) is not None:
                del self.open[key, older]
                self.superseded += 1
        self.held[key] = version

    def newest(self, key: Key) -> int:
        """The newest acknowledged version of a key."""
        highs = self.highs.get(key)
        return highs[0][-1] if highs else 0

    def unseen_since(self, key: Key, version: int) -> int | None:
        """When a version newer than this one was first acknowledged, in ns; None if never."""
        versions, instants = self.highs.get(key, NO_HIGHS)
        place = bisect_right(versions, version)
        return instants[place] if place < len(versions) else None

    def close(self, cause: str = "not_stored") -> Books:
        """The books at the end of a run; what is still open and acknowledged is lost."""
        lost = [
            Lost(key, version, seconds(at_ns), cause)
            for (key, version), at_ns in self.open.items()
            if at_ns is not None
        ]
        return Books(self.acknowledged, self.stored, self.superseded, tuple(lost))
