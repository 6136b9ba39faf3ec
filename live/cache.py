"""The cache: a Redis, or a fake one in this process. Performs the effects that ask the cache."""

from collections.abc import Awaitable, Callable, Iterable
from math import inf
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from live import scripts
from live.account import Account
from live.entries import decode, encode
from live.errors import Incidents
from live.leftovers import unlink_all
from strategies import effects as fx

WISHES = {
    "only_if_absent": "a",
    "only_if_present": "p",
    "unless_older": "o",
    "keep_ttl": "k",
}
"""What a set may wish for, in the letters of its script."""
Number = Callable[[fx.Key, fx.Value], fx.Value]
"""Gives a value its version, if it has none."""
FAILURES = (RedisError, OSError)


def never() -> bool:
    """Nothing gets lost."""
    return False


class Cache:
    """Entries and tokens under one prefix. Where Redis fails, `CacheUnavailable` is raised.

    `leases` says that leases may lie beside keys from the start; otherwise they do from the first
    one asked for here, and until then sets and deletes are single commands.
    """

    def __init__(
        self,
        client: Redis,
        prefix: str,
        now_s: Callable[[], float],
        *,
        number: Number,
        account: Account,
        incidents: Incidents,
        leases: bool = False,
        loses: Callable[[], bool] = never,
    ) -> None:
        """`loses` says whether the next delete gets lost on its way, as a fault."""
        self.loses = loses
        self.client, self.prefix, self.now_s, self.number = client, prefix, now_s, number
        self.account, self.incidents, self.leases = account, incidents, leases
        self.set_script = client.register_script(scripts.SET)
        self.delete_script = client.register_script(scripts.DELETE)
        self.release_script = client.register_script(scripts.RELEASE)
        self.mark_script = client.register_script(scripts.TAKE_MARK)
        self.effects: dict[type[Any], Callable[[Any], Awaitable[Any]]] = {
            fx.Get: self.get,
            fx.Set: self.set,
            fx.Delete: self.delete,
            fx.Acquire: self.acquire,
            fx.Release: self.release,
            fx.Flush: self.flush,
        }

    async def perform(self, effect: Any) -> Any:
        """The answer to an effect; raises CacheUnavailable."""
        try:
            return await self.effects[type(effect)](effect)
        except FAILURES as error:
            self.incidents.note("cache", error)
            raise fx.CacheUnavailable from error

    def place(self, key: fx.Key, kind: str = "entry") -> str:
        """Where an entry, a lock or a lease lies."""
        return f"{self.prefix}{kind}:{key}"

    async def get(self, effect: fx.Get) -> fx.Entry | None:
        """GET; the first reader of a prefetched entry takes the mark away, in a second step."""
        place = self.place(effect.key)
        text = await self.client.get(place)
        if text is None:
            self.account.missed(effect.key, self.now_s())
            return None
        entry = decode(text)
        if not entry.prefetched:
            return entry
        first = bool(await self.mark_script(keys=[place]))
        if first:
            self.account.used(effect.key)
        return entry._replace(prefetched=first)

    async def set(self, effect: fx.Set) -> fx.Value | None:
        """SET with PX; a script where a condition or a lease has to be looked at."""
        value = self.number(effect.key, effect.value)
        text = encode(effect, value, self.now_s())
        plain = not (wishes(effect) or self.leases or effect.lease is not None)
        if not await (self.put if plain else self.put_if)(effect, value, text):
            return None
        self.enter(effect, value)
        return value

    def enter(self, effect: fx.Set, value: fx.Value) -> None:
        """Put a set that was done to account."""
        if effect.ttl_s == 0:
            self.account.take(effect.key)
            return
        now_s = self.now_s()
        expires_s = inf if effect.ttl_s is None else now_s + effect.ttl_s
        if effect.keep_ttl:
            expires_s = self.account.expiry(effect.key, now_s, expires_s)
        version, marked = value.version or 0, effect.prefetched
        self.account.put(effect.key, expires_s, version=version, prefetched=marked)

    async def put(self, effect: fx.Set, _value: fx.Value, text: str) -> bool:
        """Without conditions."""
        place = self.place(effect.key)
        if effect.ttl_s == 0:
            await self.client.delete(place)
        else:
            await self.client.set(place, text, px=milliseconds(effect.ttl_s))
        return True

    async def put_if(self, effect: fx.Set, value: fx.Value, text: str) -> bool:
        """With conditions; whether they held."""
        version = None if effect.value.version is None else value.version
        words = (milliseconds(effect.ttl_s), wishes(effect), version, effect.lease)
        keys = [self.place(effect.key), self.place(effect.key, "lease")]
        return bool(await self.set_script(keys=keys, args=[text, *map(written, words)]))

    async def delete(self, effect: fx.Delete) -> bool:
        """DEL; a script where a lease may lie beside the key."""
        return False if self.loses() else await self.drop(effect.key)

    async def drop(self, key: fx.Key) -> bool:
        """Delete a key for sure."""
        self.account.take(key)
        place = self.place(key)
        if self.leases:
            found = await self.delete_script(keys=[place, self.place(key, "lease")])
        else:
            found = await self.client.delete(place)
        return bool(found)

    async def acquire(self, effect: fx.Acquire) -> bool:
        """SET NX PX."""
        self.leases |= effect.kind == "lease"
        owner = f"{effect.token}!" if effect.holds_off else str(effect.token)
        place, life = self.place(effect.key, effect.kind), milliseconds(effect.ttl_s)
        return bool(await self.client.set(place, owner, nx=True, px=life))

    async def release(self, effect: fx.Release) -> bool:
        """Compare and delete."""
        owner = "" if effect.token is None else effect.token
        place = self.place(effect.key, effect.kind)
        return bool(await self.release_script(keys=[place], args=[owner]))

    async def prefill(self, sets: Iterable[fx.Set]) -> None:
        """Many entries at one instant, in one go."""
        now_s = self.now_s()
        async with self.client.pipeline(transaction=False) as pipeline:
            for effect in sets:
                text = encode(effect, effect.value, now_s)
                pipeline.set(self.place(effect.key), text, px=milliseconds(effect.ttl_s))
                expires_s = inf if effect.ttl_s is None else now_s + effect.ttl_s
                self.account.put(effect.key, expires_s)
            await pipeline.execute()

    async def flush(self, effect: fx.Flush) -> None:
        """What is under the prefix, and nothing of anybody else's."""
        await self.wipe()

    async def wipe(self) -> None:
        """All is gone at once, as in a crash."""
        await unlink_all(self.client, self.prefix)
        self.account.wipe()


def wishes(effect: fx.Set) -> str:
    """What a set wishes for, in letters."""
    return "".join(letter for name, letter in WISHES.items() if getattr(effect, name))


def written(word: str | int | None) -> str:
    """A word as a script takes it: nothing is an empty one."""
    return "" if word is None else str(word)


def milliseconds(span_s: float | None) -> int | None:
    """A time span as Redis takes it: at least 1, but 0 stays 0; None without an expiry."""
    return None if span_s is None else max(round(span_s * 1000), int(span_s > 0))
