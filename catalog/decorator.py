"""A decorator that puts the cache before a function."""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

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


def cached(
    *,
    ttl: float,
    prefix: str,
    null_ttl: float = 0.0,
    tier: CacheTier | None = None,
    guards: Sequence[Any] = (),
) -> Callable[[Function[P, T]], Function[P, T]]:
    """Remember what an async function answers for `ttl` seconds, by its arguments.

    Answers must be JSON; None is remembered for `null_ttl` seconds. `function.forget(...)` with
    the same arguments drops one answer. While the cache cannot be reached the function is called.
    """

    def decorate(function: Function[P, T]) -> Function[P, T]:
        signature = inspect.signature(function)
        settings = CacheAsideSettings(ttl_s=ttl, null_ttl_s=null_ttl)
        made: list[CachedRepository] = []

        def repository() -> CachedRepository:
            if not made:
                home = tier or shared_tier()
                made.append(CachedRepository(prefix, Calls(function), home, settings, guards))
            return made[0]

        def key_of(*args: Any, **kwargs: Any) -> CallKey:
            given = signature.bind(*args, **kwargs)
            given.apply_defaults()
            key = CallKey(cache_key(**given.arguments))
            key.given = given
            return key

        @wraps(function)
        async def remembered(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                answer: Any = await repository().get(key_of(*args, **kwargs))
            except CallFailed as failure:
                raise failure.__cause__ or failure from None
            return cast("T", answer)

        async def forget(*args: P.args, **kwargs: P.kwargs) -> None:
            await repository().forget(key_of(*args, **kwargs))

        remembered.forget = forget  # type: ignore[attr-defined]
        return remembered

    return decorate
