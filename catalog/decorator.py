"""A decorator that puts the cache before a function."""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar, cast

from catalog.keys import cache_key
from catalog.repository import CachedRepository
from catalog.tier import CacheTier, now_us
from live.places import Places
from strategies.cache_aside import CacheAsideSettings
from strategies.effects import Key, ServiceError, Value

P = ParamSpec("P")
T = TypeVar("T")
Function = Callable[P, Awaitable[T]]


class Shared:
    """The tier that decorated functions use who were not given one."""

    tier: CacheTier | None = None


def shared_tier() -> CacheTier:
    """The shared tier: in the Redis that REDIS_URL names, else embedded."""
    Shared.tier = Shared.tier or CacheTier.open(Places.from_environment(), "cached")
    return Shared.tier


class CallKey(str):
    """A key that knows which call it stands for."""

    __slots__ = ("given",)
    given: inspect.BoundArguments


class CallFailed(ServiceError):
    """The function raised an error, which is this one's cause."""


class Calls:
    """Rows that are calls of a function."""

    def __init__(self, function: Function[..., Any]) -> None:
        """Nothing has been called yet."""
        self.function = function

    async def load(self, keys: Sequence[Any]) -> dict[Key, Value]:
        """Call the function for each key; raises CallFailed."""
        answers = {key: await self.call(key.given) for key in keys}
        return {key: Value(now_us(), a is not None, payload=a) for key, a in answers.items()}

    async def call(self, given: inspect.BoundArguments) -> Any:
        """What the function answers; an error is wrapped, so that those who wait hear of it."""
        try:
            return await self.function(*given.args, **given.kwargs)
        except Exception as error:
            raise CallFailed from error

    async def store(self, rows: Sequence[tuple[Key, Value]]) -> list[Value]:
        """Calls cannot be written."""
        raise NotImplementedError


class Remembered(Generic[P, T]):
    """A function whose answers are remembered; called like the function itself."""

    def __init__(
        self, function: Function[P, T], prefix: str, tier: CacheTier | None, rules: Any, guards: Any
    ) -> None:
        """Nothing is remembered yet."""
        update_wrapper(self, function)
        self.signature = inspect.signature(function)
        self.parts = (prefix, Calls(function))
        self.rules, self.guards = rules, guards
        self.tier = tier
        self.made: CachedRepository | None = None

    @property
    def repository(self) -> CachedRepository:
        """Where answers lie; made when it is first needed."""
        if self.made is None:
            tier = self.tier or shared_tier()
            self.made = CachedRepository(*self.parts, tier, self.rules, self.guards)
        return self.made

    def key(self, *args: Any, **kwargs: Any) -> CallKey:
        """The key of a call, the same however its arguments are given."""
        given = self.signature.bind(*args, **kwargs)
        given.apply_defaults()
        key = CallKey(cache_key(**given.arguments))
        key.given = given
        return key

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer, remembered or new."""
        try:
            return cast("T", await self.repository.get(self.key(*args, **kwargs)))
        except CallFailed as failure:
            raise failure.__cause__ or failure from None

    async def forget(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """The next call with these arguments is made."""
        await self.repository.forget(self.key(*args, **kwargs))


def cached(
    *,
    ttl: float,
    prefix: str,
    null_ttl: float = 0.0,
    tier: CacheTier | None = None,
    guards: Sequence[Any] = (),
) -> Callable[[Function[P, T]], Remembered[P, T]]:
    """Remember what an async function answers for `ttl` seconds, by its arguments.

    Answers must be JSON; None is remembered for `null_ttl` seconds. `function.forget(...)` with
    the same arguments drops one answer. While the cache cannot be reached the function is called.
    """
    rules = CacheAsideSettings(ttl_s=ttl, null_ttl_s=null_ttl)
    return lambda function: Remembered(function, prefix, tier, rules, guards)
