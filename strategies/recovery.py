"""After an outage of the cache: clear what has missed invalidations, warm up what is gone."""

from collections import OrderedDict
from collections.abc import Callable, MutableMapping
from math import inf
from typing import Any

from strategies.carrying import Perform
from strategies.effects import CacheUnavailable, Flush, Get, Key, Now, Rules, Sleep, Spawn, Value
from strategies.outage import asked


class Recovery:
    """What a node owes the cache when that answers again.

    Its deletes, and what its writes would have set, were lost on the way: what a cache that kept
    its memory holds may be outdated for as long as its TTL says. The first node to notice clears
    it; `fleet` holds the instant of that, as a mark beside the entries would. The keys that the
    node has read last are loaded again at a rate that the database can bear.
    """

    def __init__(
        self,
        settings: Any,
        fleet: MutableMapping[str, Any],
        fetch: Callable[[Key], Rules[Value]],
    ) -> None:
        """Settings are a fallback's; `fetch` loads a key and fills the cache."""
        self.settings, self.fleet, self.fetch = settings, fleet, fetch
        self.missed_at_s = -inf
        self.flushing = self.warming = False
        self.read: OrderedDict[Key, None] = OrderedDict()

    def note_read(self, key: Key) -> None:
        """A key was read."""
        if self.settings.warm_rps:
            self.read[key] = None
            self.read.move_to_end(key)
            if len(self.read) > self.settings.warm_keys:
                self.read.popitem(last=False)

    @property
    def must_flush(self) -> bool:
        """Has the cache missed an invalidation of this node's since anybody cleared it?"""
        cleared_s = self.fleet.get("flushed_at_s", -inf)
        return self.settings.flush_on_recover and self.missed_at_s > cleared_s

    def flush(self, ask: Perform) -> Rules[None]:
        """Clear the cache; who looks up meanwhile goes without. Raises CacheUnavailable."""
        if self.flushing:
            raise CacheUnavailable
        self.flushing = True
        now_s = yield Now()
        try:
            yield from ask(Flush())
        finally:
            self.flushing = False
        self.fleet["flushed_at_s"] = max(now_s, self.fleet.get("flushed_at_s", -inf))

    def begin(self) -> Rules[None]:
        """The cache answers again: start to warm it up."""
        if self.settings.warm_rps and not self.warming:
            self.warming = True
            yield Spawn(self.warm())

    def warm(self) -> Rules[None]:
        """Load the keys that the cache lacks, the one read last first, at an even rate."""
        for key in reversed(list(self.read)):
            if (yield from asked(Get(key))) is None:
                yield Spawn(self.fetch(key))
                yield Sleep(1 / self.settings.warm_rps)
        self.warming = False
