"""The vocabulary of effects: all that a strategy can ask of the world, and what it is answered.

A strategy is a generator. It yields one of the effects below and is resumed with the answer
named in that effect's docstring; a failure is thrown into it as one of the errors below.
A driver performs the effects: in virtual time (the simulator) or in real time (live).
A strategy therefore needs no clock, no socket and no thread, and is free of side effects
outside its own instance.

Times are in seconds. An effect takes as long as the world makes it take.
"""

from collections.abc import Generator
from typing import Any, Literal, NamedTuple, TypeVar

Key = int
"""Names a row of the database. Consecutive numbers are neighbours (see prefetch)."""

TokenKind = Literal["lock", "lease"]
"""What a token beside a key is for."""

T = TypeVar("T")


class Value(NamedTuple):
    """One version of one row, as the database or the cache hands it out.

    `version` counts the row's writes from 0 (the state at the start); None means that the
    value has not been given its number yet: the first store or set that takes it numbers it.
    `found` is False for "there is no such row". `cost_s` is the time the database spent on
    the load without queueing (XFetch's delta).
    """

    version: int | None
    found: bool = True
    cost_s: float = 0.0
    payload: Any = None


class Entry(NamedTuple):
    """A value in the cache with its clock. `expires_at_s` is infinite without a TTL.

    `soft_expires_at_s` is where freshness ends and only stale serving keeps the entry alive;
    it equals `expires_at_s` unless a soft TTL was given. `prefetched` is True for the first
    reader of an entry that was fetched ahead of demand, and for nobody after that.
    """

    value: Value
    stored_at_s: float
    soft_expires_at_s: float
    expires_at_s: float
    prefetched: bool = False


class Get(NamedTuple):
    """Look a key up in the cache. Answer: its live `Entry`, or None."""

    key: Key


class Set(NamedTuple):
    """Put a value into the cache. Answer: the `Value` stored, or None if it was refused.

    `ttl_s` None means no expiry; 0 numbers the value but keeps nothing. `only_if_absent` refuses
    when a live entry exists, `only_if_present` when none does; `unless_older` refuses when the
    live entry holds a later version; `lease` refuses unless that token is the key's live lease.
    A set without it ends the lease. A set is also refused when there is no room and no entry may
    leave. `keep_ttl` leaves a live entry's expiry as it is; an absent key gets `ttl_s`.
    """

    key: Key
    value: Value
    ttl_s: float | None = None
    soft_ttl_s: float | None = None
    only_if_absent: bool = False
    unless_older: bool = False
    prefetched: bool = False
    lease: int | None = None
    only_if_present: bool = False
    keep_ttl: bool = False


class Delete(NamedTuple):
    """Remove a key from the cache, and its lease. Answer: True if a live entry was there."""

    key: Key


class Acquire(NamedTuple):
    """Lay a token beside a key, unless a live one lies there. Answer: True if this one does now.

    Locks and leases are kept apart, from each other and from entries: nobody reads them, and
    they take up no room. A token goes when it is released or `ttl_s` is over, a lease also when
    its key is deleted or set by another; with `holds_off` it then only becomes void, and no other
    is laid before `ttl_s` is over.
    """

    key: Key
    token: int
    ttl_s: float
    kind: TokenKind
    holds_off: bool = False


class Release(NamedTuple):
    """Take a key's token away if it is this one, or whichever if None. Answer: True if it went."""

    key: Key
    token: int | None
    kind: TokenKind


class Flush(NamedTuple):
    """Clear the cache of all that this application keeps there, tokens included. Answer: None.

    Entries that a strategy guards leave as if they were evicted, and those with a veto stay.
    """


class Bypass(NamedTuple):
    """Pass the cache by: go on with a copy of the node's own, or with none. Answer: None, at once.

    It tells the driver what the read goes on with, as a look-up would have.
    """

    entry: Entry | None = None


class Load(NamedTuple):
    """Read one row from the database. Answer: its `Value` (possibly not found)."""

    key: Key


class LoadMany(NamedTuple):
    """Read several rows in one statement. Answer: a list of `Value` in the same order.

    The first key is loaded on demand and the others ahead of it, or all are (`all_ahead`).
    """

    keys: tuple[Key, ...]
    all_ahead: bool = False


class Store(NamedTuple):
    """Write one row to the database. Answer: the `Value` with its version."""

    key: Key
    value: Value


class StoreMany(NamedTuple):
    """Write several rows in one statement. Answer: None."""

    rows: tuple[tuple[Key, Value], ...]


class GiveUp(NamedTuple):
    """Abandon an acknowledged write that will never be stored. Answer: None, at once.

    `cause` says why, in a word with underscores: it becomes a figure of the report.
    """

    key: Key
    value: Value
    cause: str


class Sleep(NamedTuple):
    """Wait for `for_s` seconds. Answer: None."""

    for_s: float


class Now(NamedTuple):
    """Ask the time. Answer: seconds since the start of the run; takes no time."""


class Spawn(NamedTuple):
    """Start background work that nobody waits for. Answer: None, at once.

    `refreshes` says that it renews the entry that the spawning read is about to use. `awaited`
    says that the spawning read waits for it all the same, by a signal: its loads are that read's.
    `outlives_node` says that it is the cache tier's work: it goes on when the node's process dies.
    """

    rules: "Rules[Any]"
    refreshes: bool = False
    awaited: bool = False
    outlives_node: bool = False


class Signal:
    """Something to wait for: fired once, with a value, for all who wait and all who come later."""

    __slots__ = ("driver_event", "fired", "value")

    def __init__(self) -> None:
        """Make a signal that has not been fired."""
        self.fired = False
        self.value: Any = None
        self.driver_event: Any = None


class Wait(NamedTuple):
    """Wait until a signal is fired. Answer: the value it was fired with."""

    signal: Signal


class Fire(NamedTuple):
    """Fire a signal. Answer: None, at once; those who wait go on at this instant."""

    signal: Signal
    value: Any = None


Effect = (
    Get
    | Set
    | Delete
    | Acquire
    | Release
    | Flush
    | Bypass
    | Load
    | LoadMany
    | Store
    | StoreMany
    | GiveUp
    | Sleep
    | Now
    | Spawn
    | Wait
    | Fire
)
Rules = Generator[Effect, Any, T]
"""What a strategy's methods return: asks effects, is sent answers, returns a T."""


class ServiceError(Exception):
    """The base of all failures that the world throws into a strategy."""


class CacheUnavailable(ServiceError):
    """The cache refused the operation or did not answer in time."""


class DatabaseRefused(ServiceError):
    """The database does not take the request: it is down, or its queue is full."""


class QueueFull(DatabaseRefused):
    """As many requests wait for a database connection as its queue limit allows."""


class RowRejected(ServiceError):
    """The database does not take the row, now or ever: it breaks a rule of the schema."""


class DatabaseTimeout(ServiceError):
    """The database did not answer in time."""


class Held(ServiceError):
    """Somebody else is loading the key, and this request was told not to wait."""


class ClientGone(ServiceError):
    """Nobody waits for the answer any more, and what comes too late is dropped."""


class CircuitOpen(DatabaseRefused):
    """A circuit breaker lets no load through to the database."""


class Crashed(ServiceError):
    """The process that served the request died."""
