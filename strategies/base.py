"""What strategies share: the look-up, the load through protections, the fill, the quiet time."""

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from math import inf
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar

from strategies.effects import Delete, Entry, Get, Key, Load, Now, Rules, Set, Sleep, Spawn, Value
from strategies.outage import asked
from strategies.parameters import Settings
from strategies.protections.base import Lifetime, Protection, Verdict, Work

if TYPE_CHECKING:
    from strategies.link import Link

Derived = Callable[[Key], tuple[Key, ...]]
"""Tells which keys hold what was made from a key's row, among others: its category's list."""


def nothing(_: Key) -> tuple[Key, ...]:
    """Each key stands for itself."""
    return ()


class Strategy:
    """The rules by which reads and writes use a cache and a database.

    One object serves one application node. State that requests of a node share lives on the
    object, state that the whole fleet shares (because it sits in the cache tier) in `fleet`.
    Every run gets fresh objects.
    """

    name: ClassVar[str]
    place: ClassVar[int] = 100
    """Where it stands in lists: smaller is earlier."""
    settings: Any
    opens_with_get: ClassVar[bool] = True
    """A read's first effect is `Get` of its key; False where reads go elsewhere first."""

    def __init__(
        self,
        settings: Settings,
        protections: Sequence[Protection] = (),
        fleet: MutableMapping[str, Any] | None = None,
        random: Random | None = None,
        derived: Derived = nothing,
    ) -> None:
        """Settings, protections (outermost first), what the fleet shares, a source of chance.

        `derived` names the keys that writers must delete with one that they write.
        """
        self.settings = settings
        self.protections = tuple(protections)
        self.fleet = fleet if fleet is not None else {}
        self.random = random or Random(0)
        self.derived = derived
        self.refreshing: set[Key] = set()
        self.row_ttl_s: Callable[[Key], float | None] | None = None
        """How long a row may be kept, where rows say so themselves, as HTTP answers do."""
        self.link: Link | None = None
        """The node's way to the cache, where it does more than ask it."""

    @property
    def plain_reads(self) -> bool:
        """A read that finds nothing always loads, sets that for a fixed time, and returns it."""
        return False

    @property
    def plain_writes(self) -> bool:
        """A write always takes the same steps, whatever happened before."""
        return False

    @property
    def guards_entries(self) -> bool:
        """Is an entry sometimes the only copy of a write? Then `may_evict` and `evicted` ask."""
        return False

    @property
    def works_in_cache(self) -> bool:
        """Is background work the cache tier's, so that it outlives a node's process?"""
        return False

    def may_evict(self, key: Key) -> bool:
        """May the cache evict this key's entry to make room?"""
        return True

    def evicted(self, key: Key) -> Rules[None] | None:
        """The cache has evicted this key's entry; answers what is to be done about it, if anything.

        This is told, not asked: it runs in the cache and must not wait.
        """
        return None

    def cache_crashed(self, now_s: float) -> Rules[None] | None:
        """The cache tier has lost its memory; answers what is to be done about it, if anything."""
        return None

    def node_crashed(self, now_s: float) -> Rules[None] | None:
        """The process of this node died, and this object with it; answers what that cost."""
        return None

    def read(self, key: Key) -> Rules[Value]:
        """Answer a read of one key."""
        raise NotImplementedError

    def write(self, key: Key, value: Value) -> Rules[Value]:
        """Carry out a write; returning acknowledges it."""
        raise NotImplementedError

    def serve_read(self, key: Key) -> Rules[Value]:
        """A read as the node carries it out."""
        return self.read(key) if self.link is None else self.link.read(self.read(key), key)

    def serve_write(self, key: Key, value: Value) -> Rules[Value]:
        """A write as the node carries it out."""
        rules = self.write(key, value)
        return rules if self.link is None else self.link.carry(rules, writes=True)

    def background(self) -> Iterator[Rules[None]]:
        """Work that runs beside the requests from the start, once for the whole fleet."""
        return iter(())

    def drain(self) -> Rules[None]:
        """Bring the strategy to rest after the last request, once for the whole fleet."""
        yield from ()

    def backlog(self) -> int:
        """Acknowledged writes' keys that the database does not hold yet, over the fleet."""
        return 0

    def look_up(self, key: Key) -> Rules[Entry | None]:
        """The cache's entry for the key if it may be used; starts a refresh where one is due.

        A cache that cannot be reached has none: the read goes past it.
        """
        entry = yield from asked(Get(key))
        if entry is None:
            return None
        now_s = yield Now()
        verdict = self.verdict(key, entry, now_s)
        if verdict is Verdict.REFRESH and key not in self.refreshing:
            self.refreshing.add(key)
            yield Spawn(self.refresh(key), refreshes=True)
        return None if verdict is Verdict.RELOAD else entry

    def verdict(self, key: Key, entry: Entry, now_s: float) -> Verdict:
        """What to do with an entry that was found: the strictest of all protections' answers.

        Past its soft TTL it is reloaded, unless a protection refreshes it in the background.
        """
        verdict = max((p.found(key, entry, now_s) for p in self.protections), default=Verdict.USE)
        stale = now_s > entry.soft_expires_at_s and verdict is Verdict.USE
        return Verdict.RELOAD if stale else verdict

    def refresh(self, key: Key) -> Rules[Any]:
        """Reload a key in the background, once at a time; its entry stays usable meanwhile."""
        try:
            yield from self.fetch(key)
        finally:
            self.refreshing.discard(key)

    def fetch(self, key: Key) -> Rules[Value]:
        """Load a key and fill the cache with it, through the protections."""
        work: Work = self.load_and_fill
        for protection in reversed(self.protections):
            work = protection.around(work)
        return work(key)

    def load_and_fill(self, key: Key) -> Rules[Value]:
        """Load a key and put what was found, or that nothing was found, into the cache."""
        value = yield Load(key)
        yield from self.fill(key, value)
        return value

    def fill(self, key: Key, value: Value, **options: Any) -> Rules[None]:
        """Set a key for as long as settings and protections say; a TTL of 0 sets nothing.

        Nor does a cache that cannot be reached.
        """
        soft_s, hard_s = self.lifetime(value)
        if self.row_ttl_s is not None and value.found and hasattr(self.settings, "ttl_s"):
            own_s = self.row_ttl_s(key)
            soft_s, hard_s = (soft_s, hard_s) if own_s is None else self.guarded(own_s)
        if hard_s > 0:
            soft_ttl_s = seconds_or_none(soft_s)
            yield from asked(Set(key, value, seconds_or_none(hard_s), soft_ttl_s, **options))

    def forget(self, key: Key) -> Rules[None]:
        """Delete a key, and what is derived from it, in a cache that can be reached."""
        yield from asked(Delete(key))
        yield from self.forget_derived(key)

    def forget_derived(self, key: Key) -> Rules[None]:
        """Delete what is derived from a key: a writer knows the row, but not the new list."""
        for each in self.derived(key):
            yield from asked(Delete(each))

    def lifetime(self, value: Value) -> Lifetime:
        """How long a value may stay in the cache: what was found, or that nothing was."""
        ttl_s = self.settings.ttl_s if value.found else self.settings.null_ttl_s
        return self.guarded(inf if ttl_s is None else ttl_s)

    def guarded(self, ttl_s: float) -> Lifetime:
        """What the protections make of a TTL."""
        if ttl_s == 0:
            return Lifetime(0, 0)
        lifetime = Lifetime(ttl_s, ttl_s)
        for protection in self.protections:
            lifetime = protection.lifetime(lifetime)
        return lifetime

    def pause(self, mean_s: float) -> Rules[None]:
        """A pause of exponentially distributed length, such as lies between a write's steps."""
        if mean_s:
            yield Sleep(self.random.expovariate(1 / mean_s))

    def quiet_until_s(self, entry: Entry) -> float:
        """Until when a read that finds this entry changes nothing but counters and recency."""
        if entry.prefetched:
            return -inf
        quiet = (p.quiet_until_s(entry) for p in self.protections)
        return min((entry.soft_expires_at_s, *quiet))


def seconds_or_none(span_s: float) -> float | None:
    """A time span as effects take it: None where it never ends."""
    return None if span_s == inf else span_s
