"""The truth: every write of every key, kept outside the system under test.

A write gets its version number where it first takes effect (the database, or the cache under
write-behind), is acknowledged when its request returns, and is stored when the database holds
it. Reads are judged against what was acknowledged before they started, and at the end every
acknowledged write is stored, superseded by a newer stored one, or lost.
"""

from array import array
from bisect import bisect_right
from math import inf
from typing import NamedTuple

from simulator.clock import seconds
from strategies.effects import Key, Value

NO_HIGHS = (array("q"), array("q"))


class Lost(NamedTuple):
    """An acknowledged write that the database never got; `lost_s` is when that was certain."""

    key: Key
    version: int
    acknowledged_s: float
    cause: str
    lost_s: float = inf


class Abandoned(NamedTuple):
    """A version that nobody will store any more: why, and since when."""

    version: int
    cause: str
    at_ns: int


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
        self.abandoned: dict[Key, list[Abandoned]] = {}
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
        """The database now holds this version of the key; older open ones are superseded.

        A version older than the one it holds changes nothing, and is superseded itself.
        """
        if version < self.held.get(key, 0):
            self.supersede(key, version)
            return
        if (key, version) in self.open:
            if self.open.pop((key, version)) is None:
                self.stored_early.add((key, version))
            else:
                self.stored += 1
        for older in range(self.held.get(key, 0) + 1, version):
            self.supersede(key, older)
        self.held[key] = version

    def supersede(self, key: Key, version: int) -> None:
        """If this version was acknowledged and not stored yet, it need not be any more."""
        if self.open.get((key, version)) is not None:
            del self.open[key, version]
            self.superseded += 1

    def abandon(self, key: Key, version: int, cause: str, now_ns: int) -> None:
        """Nobody will store this version, nor an older one that is still open."""
        self.abandoned.setdefault(key, []).append(Abandoned(version, cause, now_ns))

    def unstored(self) -> int:
        """Acknowledged writes that the database holds neither themselves nor in a newer version."""
        return self.acknowledged - self.stored - self.superseded

    def newest(self, key: Key) -> int:
        """The newest acknowledged version of a key."""
        highs = self.highs.get(key)
        return highs[0][-1] if highs else 0

    def unseen_since(self, key: Key, version: int) -> int | None:
        """When a version newer than this one was first acknowledged, in ns; None if never."""
        versions, instants = self.highs.get(key, NO_HIGHS)
        place = bisect_right(versions, version)
        return instants[place] if place < len(versions) else None

    def close(self, now_ns: int) -> Books:
        """The books at the end of a run; what is still open and acknowledged is lost.

        They balance, or the run is wrong.
        """
        lost = [
            self.loss(key, version, at_ns, now_ns)
            for (key, version), at_ns in self.open.items()
            if at_ns is not None
        ]
        assert len(lost) == self.unstored(), "acknowledged = stored + superseded + lost"
        return Books(self.acknowledged, self.stored, self.superseded, tuple(lost))

    def loss(self, key: Key, version: int, at_ns: int, now_ns: int) -> Lost:
        """Why a write was lost: with the first version not below it that was abandoned."""
        given_up = (a for a in self.abandoned.get(key, ()) if a.version >= version)
        why = next(given_up, Abandoned(version, "not_stored", now_ns))
        return Lost(key, version, seconds(at_ns), why.cause, seconds(why.at_ns))
