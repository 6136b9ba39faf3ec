"""The cache's memory behind Redis's commands: what a conformance test and a replay speak to it.

Times are whole milliseconds, as in Redis; values are the numbers that stand for them in the lab.
"""

from typing import NamedTuple

from simulator.cache.eviction.policy import Eviction
from simulator.cache.room import Room
from simulator.cache.store import Store
from simulator.clock import FOREVER
from simulator.counters import Counters
from simulator.ledger import Ledger
from strategies.effects import Key, Set, Value

MILLISECOND_NS = 1_000_000
NO_KEY, NO_EXPIRY = -2, -1
"""Answers of PTTL."""


class CommandError(ValueError):
    """A command that Redis answers with an error, in one sentence."""


class SetOptions(NamedTuple):
    """What may stand behind SET: a TTL in ms or the old one kept; only if absent or present."""

    px_ms: int | None = None
    keepttl: bool = False
    nx: bool = False
    xx: bool = False


def unlimited() -> Store:
    """A memory that is never full."""
    return Store(Room(), Eviction(), Ledger(), Counters())


PLAIN = SetOptions()


class Commands:
    """One connection to one server, whose time is set by hand."""

    def __init__(self, store: Store | None = None) -> None:
        """An empty server without limits, unless told otherwise."""
        self.store = unlimited() if store is None else store
        self.now_ms = 0

    @property
    def now_ns(self) -> int:
        """The server's time."""
        return self.now_ms * MILLISECOND_NS

    def pass_time(self, span_ms: int) -> None:
        """Let time pass."""
        self.now_ms += span_ms

    def get(self, key: Key) -> int | None:
        """GET: the value, None if there is none."""
        entry = self.store.get(key, self.now_ns)
        return None if entry is None else entry.value.version

    def set(self, key: Key, value: int, options: SetOptions = PLAIN) -> bool:
        """SET: True for OK, False where NX or XX, or want of room, refused it."""
        check(options)
        ttl_s = None if options.px_ms is None else options.px_ms / 1000
        effect = Set(
            key,
            Value(value),
            ttl_s,
            ttl_s,
            only_if_absent=options.nx,
            only_if_present=options.xx,
            keep_ttl=options.keepttl,
        )
        return self.store.set(effect, self.now_ns) is not None

    def delete(self, key: Key) -> int:
        """DEL: how many keys went."""
        return int(self.store.delete(key, self.now_ns))

    def pexpire(self, key: Key, span_ms: int) -> int:
        """PEXPIRE: 1 if the key is there; no time left ends it at once."""
        if self.store.live(key, self.now_ns) is None:
            return 0
        if span_ms <= 0:
            self.store.delete(key, self.now_ns)
        else:
            self.store.expire(key, self.now_ns + span_ms * MILLISECOND_NS)
        return 1

    def pttl(self, key: Key) -> int:
        """PTTL: the time left, -1 if it never ends, -2 if there is no such key."""
        record = self.store.live(key, self.now_ns)
        if record is None:
            return NO_KEY
        if record.expires_ns == FOREVER:
            return NO_EXPIRY
        return (record.expires_ns - self.now_ns) // MILLISECOND_NS


def check(options: SetOptions) -> None:
    """Refuse what Redis refuses."""
    if options.px_ms is not None and options.px_ms <= 0:
        raise CommandError(f"px_ms must be above 0, got {options.px_ms}; leave it out for no TTL")
    if options.nx and options.xx:
        raise CommandError("nx and xx exclude each other, got both; leave one out")
    if options.keepttl and options.px_ms is not None:
        raise CommandError("keepttl and px_ms exclude each other, got both; leave one out")
