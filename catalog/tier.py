"""The cache tier of a service: one Redis, one prefix, and how its reads have ended."""

from collections import Counter
from time import time, time_ns
from typing import Any

from redis.asyncio import Redis

from catalog.keys import cache_key
from live.account import Account
from live.cache import Cache
from live.errors import Incidents
from live.performer import Performer, Server
from live.places import Places, close_cache
from simulator.counters import Counters
from simulator.outcome import HITS, OUTCOMES
from strategies.effects import GiveUp, Key, Value

COUNTED = Counters()
"""Where an account counts that nobody asks."""


class Unkept(Account):
    """An account of a cache that other processes fill too: it would be wrong, so none is kept."""

    def put(
        self, key: Key, expires_s: float = 0.0, *, version: int = 0, prefetched: bool = False
    ) -> None:
        """Nothing is noted."""


class CacheTier:
    """Where the entries of all processes of a service lie. Times are the machine's own."""

    def __init__(self, client: Redis, prefix: str) -> None:
        """Nothing has been read yet."""
        self.client, self.prefix = client, prefix
        self.outcomes: Counter[tuple[str, int]] = Counter()
        self.incidents = Incidents()

    @classmethod
    def open(cls, places: Places, prefix: str) -> "CacheTier":
        """A tier in the Redis that is named, or in an embedded one."""
        return cls(places.open_cache(), prefix)

    async def close(self) -> None:
        """Close the connections."""
        await close_cache(self.client)

    def cache(self, name: str, *, leases: bool = False) -> Cache:
        """A part of the tier with keys of its own."""
        prefix = f"{cache_key(self.prefix, name)}:"
        account = Unkept(COUNTED)
        return Cache(
            self.client,
            prefix,
            time,
            number=numbered,
            account=account,
            incidents=self.incidents,
            leases=leases,
        )

    def performer(self, name: str, origin: Server, *, leases: bool = False) -> Performer:
        """Carries out rules between a part of the tier and where its rows come from."""
        return Performer(self.cache(name, leases=leases), origin, time, self.give_up)

    def give_up(self, effect: GiveUp) -> None:
        """A write that was promised will never be stored: count it."""
        self.incidents.note("write queue", RuntimeError(f"a write was lost: {effect.cause}"))

    def note(self, name: str, outcome: int) -> None:
        """A read of a part has ended."""
        self.outcomes[name, outcome] += 1

    def stats(self, part: str | None = None) -> dict[str, Any]:
        """Hits, misses and the hit rate of one part, or of all."""
        counted = {key: n for key, n in self.outcomes.items() if part in {None, key[0]}}
        hits = sum(n for (_, outcome), n in counted.items() if outcome in HITS)
        reads = sum(counted.values())
        return {"hits": hits, "misses": reads - hits, "hit_rate": hits / reads if reads else 0.0}

    def endings(self) -> dict[str, int]:
        """How often reads ended in each way."""
        found: Counter[str] = Counter()
        for (_, outcome), times in self.outcomes.items():
            found[OUTCOMES[outcome]] += times
        return dict(sorted(found.items()))


def numbered(_key: Key, value: Value) -> Value:
    """The value with a version: microseconds since 1970, which all processes count alike."""
    return value if value.version is not None else value._replace(version=now_us())


def now_us() -> int:
    """Microseconds since 1970: exact in the cache's scripts until the year 2255."""
    return time_ns() // 1000
