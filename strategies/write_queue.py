"""The write queue: acknowledged writes on their way to the database, oldest first."""

from math import inf
from typing import NamedTuple

from strategies.effects import Key, Signal, Value

Ticket = tuple[Key, int | None]
"""Names a place in the queue: a key, and the version where each write has a place of its own."""

SOON_S = 1e-9
"""What is due within this time is due now."""


class Copy(NamedTuple):
    """A value that somebody wrote then."""

    written_s: float
    value: Value


class Waiting(NamedTuple):
    """A write in the queue: since when, when it is due, until when its entry in the cache lives.

    `copies` are the values, oldest first, that might be all that is left after a crash.
    """

    key: Key
    value: Value
    since_s: float
    due_s: float
    expires_at_s: float = inf
    copies: tuple[Copy, ...] = ()


Taken = list[tuple[Ticket, Waiting]]


class WriteQueue:
    """First in, first out. With coalescing a key has one place, which its newest value takes.

    A repeated write takes over the value and leaves the place (Oracle Coherence's write queue).
    What is being stored stays in the queue until the database has it.
    """

    def __init__(self) -> None:
        """Empty."""
        self.waiting: dict[Ticket, Waiting] = {}
        self.under_way: set[Ticket] = set()
        self.newest: dict[Key, Value] = {}
        self.writes = 0
        """Writes taken since the last flush."""
        self.flushed_at_s = 0.0
        self.has_flusher = False
        """Somebody flushes it from time to time."""
        self.turn_over = Signal()
        """Fired with True when something has left the queue, with False when nothing could."""

    def __len__(self) -> int:
        """Places taken."""
        return len(self.waiting)

    def put(self, ticket: Ticket, write: Waiting) -> bool:
        """Queue a write; False if its place waits already, and only its value changes."""
        self.writes += 1
        self.newest[write.key] = write.value
        waits = ticket in self.waiting and ticket not in self.under_way
        self.waiting[ticket] = write
        return not waits

    def take(self, most: int, due_s: float = inf) -> Taken:
        """The oldest writes that are due by then and not under way; now they are."""
        taken: Taken = []
        for ticket, write in self.waiting.items():
            if len(taken) >= most:
                break
            if write.due_s <= due_s + SOON_S and ticket not in self.under_way:
                taken.append((ticket, write))
        self.under_way.update(ticket for ticket, _ in taken)
        return taken

    def take_key(self, key: Key) -> Taken:
        """All writes of a key that are not under way; now they are."""
        taken = [
            (ticket, write)
            for ticket, write in self.waiting.items()
            if write.key == key and ticket not in self.under_way
        ]
        self.under_way.update(ticket for ticket, _ in taken)
        return taken

    def leave(self, taken: Taken) -> None:
        """These writes are done with; one that was overwritten meanwhile stays."""
        for ticket, write in taken:
            self.under_way.discard(ticket)
            if self.waiting.get(ticket) == write:
                del self.waiting[ticket]
                if self.newest.get(write.key) == write.value:
                    del self.newest[write.key]

    def stay(self, taken: Taken, *, at_the_end: bool) -> None:
        """These writes could not be stored; they wait on, where they were or at the queue's end."""
        for ticket, _ in taken:
            self.under_way.discard(ticket)
            if at_the_end and ticket in self.waiting:
                self.waiting[ticket] = self.waiting.pop(ticket)

    def crash(self, horizon_s: float) -> list[Waiting]:
        """Only what was written up to the horizon is left; answers what was there before."""
        before = list(self.waiting.items())
        self.waiting, self.newest, self.under_way = {}, {}, set()
        for ticket, write in before:
            for copy in write.copies:
                if copy.written_s <= horizon_s:
                    self.waiting[ticket] = write._replace(value=copy.value)
                    self.newest[write.key] = copy.value
        return [write for _, write in before]


def copies(old: Waiting | None, new: Copy, horizon_s: float) -> tuple[Copy, ...]:
    """A write's copies with a new one: the last that the horizon has passed, and all after it."""
    known = (*(old.copies if old is not None else ()), new)
    passed = sum(copy.written_s <= horizon_s for copy in known)
    return known[max(0, passed - 1) :]
