"""A repository behind a cache: rows in, rows out, and a strategy decides what lies between."""

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol

from catalog.tier import CacheTier
from live.performer import Activity
from strategies.effects import (
    Delete,
    Key,
    Load,
    LoadMany,
    Rules,
    ServiceError,
    Store,
    StoreMany,
    Value,
)
from strategies.shelf import STRATEGIES

Payload = Any
"""A row as JSON has it."""


class Rows(Protocol):
    """Where rows come from. Versions grow with each write of a row."""

    async def load(self, keys: Sequence[Key]) -> dict[Key, Value]:
        """The rows of these keys, those that exist."""

    async def store(self, rows: Sequence[tuple[Key, Value]]) -> list[Value]:
        """Write rows, or remove those that are not found; answers them with their versions."""


class Origin:
    """Performs the effects that ask the database, by rows."""

    def __init__(self, rows: Rows) -> None:
        """`rows` does the work."""
        self.rows = rows

    async def perform(self, effect: Any) -> Any:
        """The answer to an effect."""
        if isinstance(effect, Load):
            return (await self.load((effect.key,)))[0]
        if isinstance(effect, LoadMany):
            return await self.load(effect.keys)
        if isinstance(effect, Store):
            return (await self.rows.store([(effect.key, effect.value)]))[0]
        assert isinstance(effect, StoreMany)
        await self.rows.store(effect.rows)
        return None

    async def load(self, keys: Sequence[Key]) -> list[Value]:
        """Rows in the order of their keys; absent ones are not found."""
        found = await self.rows.load(keys)
        return [found.get(key, Value(0, found=False)) for key in keys]


class CachedRepository:
    """Rows behind a strategy: `get`, `put`, `remove`; a row that is not there is None.

    Works without a cache when that cannot be reached. `begin` and `end` frame its use where the
    strategy has work of its own, as write-behind has.
    """

    def __init__(
        self, name: str, rows: Rows, tier: CacheTier, settings: Any, guards: Sequence[Any] = ()
    ) -> None:
        """`name` tells its keys from others'; `settings` are a strategy's, `guards` protections."""
        self.name, self.tier = name, tier
        self.strategy = STRATEGIES[settings.name](settings, guards, {})
        leased = any(guard.name == "lease" for guard in guards)
        leased |= getattr(settings, "invalidation", "") == "lease"
        self.performer = tier.performer(name, Origin(rows), leases=leased)

    def begin(self) -> None:
        """Start the strategy's standing work."""
        for rules in self.strategy.background():
            self.performer.stand(rules, None)

    async def end(self) -> None:
        """Finish what is under way and store what waits."""
        await self.performer.standing.cancel()
        await self.performer.tasks.join()
        await self.performer.background(Activity(self.strategy.drain()))

    async def get(self, key: Any) -> Payload | None:
        """The row, from the cache or the database; raises ServiceError where neither has it."""
        activity = Activity(self.strategy.read(key))
        value = await self.carry_out(activity)
        self.tier.note(self.name, activity.course.read_outcome())
        return value.payload if value.found else None

    async def put(self, key: Any, payload: Payload) -> Payload:
        """Write the row, as the strategy does it."""
        value = Value(None, payload=payload)
        return (await self.carry_out(Activity(self.strategy.write(key, value)))).payload

    async def remove(self, key: Any) -> None:
        """Remove the row, as the strategy writes."""
        await self.carry_out(Activity(self.strategy.write(key, Value(None, found=False))))

    async def forget(self, key: Any) -> None:
        """The cache forgets the key; the next read loads."""
        await self.performer.background(Activity(deleted(key)))

    async def refresh(self, key: Any) -> None:
        """The cache gets the row as it is now."""
        await self.performer.background(Activity(self.strategy.load_and_fill(key)))

    async def carry_out(self, activity: Activity) -> Value:
        """What the rules return; who stops waiting for it does not stop the work."""
        work = self.performer.tasks.start(self.attempt(activity))
        answer: Value | ServiceError = await asyncio.shield(work)
        if isinstance(answer, ServiceError):
            raise answer
        return answer

    async def attempt(self, activity: Activity) -> Value | ServiceError:
        """What the rules return, or the error in which they ended."""
        try:
            value: Value = await self.performer.perform(activity)
        except ServiceError as error:
            return error
        return value


def deleted(key: Key) -> Rules[None]:
    """Delete, and nothing else."""
    yield Delete(key)
