"""How a request ended, in one word."""

from typing import Any

from strategies.effects import CircuitOpen, Entry, Get, Held, Key, QueueFull, ServiceError

OUTCOMES = (
    "fresh_hit",
    "negative_hit",
    "early_hit",
    "stale_hit",
    "error_stale_hit",
    "coalesced_wait",
    "miss_load",
    "bypass",
    "shed",
    "timeout",
    "error",
    "acknowledged",
)
"""The words; a log holds their places in this list. The last one is for writes."""

CODE = {word: code for code, word in enumerate(OUTCOMES)}
HITS = tuple(CODE[w] for w in OUTCOMES[:5])
"""Answered from the cache without waiting for a load."""
FAILURES = (CODE["shed"], CODE["timeout"], CODE["error"])
"""Not answered."""


class Course:
    """What happened to one attempt of a request on its way; the drivers note it, nobody else."""

    __slots__ = ("cache_failed", "entry", "load_failed", "loaded", "refreshed", "stale", "waited")

    def __init__(self) -> None:
        """Nothing has happened yet."""
        self.entry: Entry | None = None
        self.loaded = self.waited = self.refreshed = self.stale = False
        self.cache_failed = self.load_failed = False

    def note(self, entry: Entry | None, now_s: float) -> None:
        """What the cache had, and whether it was past its soft expiry."""
        self.entry = entry
        self.stale = entry is not None and now_s > entry.soft_expires_at_s

    def pass_by(self, copy: Entry | None, now_s: float) -> None:
        """The cache was not asked, or did not answer: what the node has in its place."""
        self.note(copy, now_s)
        self.cache_failed |= copy is None

    def miss_cache(self, effect: Any) -> None:
        """An operation of the cache failed; a read whose look-up did goes past it."""
        self.cache_failed |= isinstance(effect, Get)

    def begin_load(self, loads: tuple[Key, ...]) -> None:
        """A statement begins; if it is a load, an earlier failure counts no more."""
        if loads:
            self.loaded, self.load_failed = True, False

    def hear(self, answer: Any) -> None:
        """Somebody for whom it waited is done; his failure is its own."""
        self.waited = True
        self.load_failed = isinstance(answer, ServiceError)

    def fail_load(self, loads: tuple[Key, ...]) -> None:
        """A statement failed; if it was a load, the value must come from elsewhere."""
        if loads:
            self.loaded, self.load_failed = False, True

    def read_outcome(self) -> int:
        """The word for a read that was answered."""
        if self.load_failed:
            return CODE["error_stale_hit"]
        if self.loaded:
            return CODE["bypass" if self.cache_failed else "miss_load"]
        if self.waited:
            return CODE["coalesced_wait"]
        return self.hit_outcome()

    def hit_outcome(self) -> int:
        """The word for a read that the cache answered."""
        if self.entry is not None and not self.entry.value.found:
            return CODE["negative_hit"]
        if self.stale:
            return CODE["stale_hit"]
        return CODE["early_hit" if self.refreshed else "fresh_hit"]


def failure_outcome(error: ServiceError) -> int:
    """The word for a request that failed, or that a limit or a breaker turned away."""
    turned_away = isinstance(error, QueueFull | CircuitOpen | Held)
    return CODE["shed" if turned_away else "error"]
