"""Two open servers with a place of our own in each; whatever happens, the places are removed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from live.cache import FAILURES as CACHE_FAILURES
from live.database import FAILURES as DATABASE_FAILURES
from live.errors import LiveError, told
from live.leftovers import register, remove_keys, result
from live.names import RunName
from live.places import Places, close_cache, remove_folder
from live.table import Products

CLEANING_S = 10.0
"""How long the removal may take."""


@dataclass(frozen=True)
class Setting:
    """A run's name, its client and its products."""

    name: RunName
    client: Redis
    engine: AsyncEngine
    products: Products


@asynccontextmanager
async def reached(
    places: Places, connections: int = 1, name: RunName | None = None
) -> AsyncIterator[tuple[Redis, AsyncEngine]]:
    """Both servers, open until the block ends; raises LiveError where one cannot be used."""
    name = name or RunName.new()
    client = places.open_cache()
    try:
        engine = places.open_database(connections, name.table)
        try:
            await check(client, engine, places)
            yield client, engine
        finally:
            await asyncio.shield(engine.dispose())
    finally:
        await close_cache(client)
        remove_folder(name.table)


async def check(client: Redis, engine: AsyncEngine, places: Places) -> None:
    """Raise LiveError with a sentence for a server that cannot be used."""
    try:
        await result(client.ping())
    except CACHE_FAILURES as error:
        raise unreachable(places.cache_name, "REDIS_URL", error) from None
    try:
        async with engine.connect():
            pass
    except DATABASE_FAILURES as error:
        raise unreachable(places.database_name, "DATABASE_URL", error) from None


@asynccontextmanager
async def setting(places: Places, connections: int, rows: int) -> AsyncIterator[Setting]:
    """A setting with so many products, until the block ends; raises LiveError."""
    name = RunName.new()
    async with reached(places, connections, name) as (client, engine):
        made = Setting(name, client, engine, Products(name.table, engine))
        try:
            await prepare(made, places, connections, rows)
            yield made
        finally:
            await asyncio.shield(clean(made))


async def prepare(made: Setting, places: Places, connections: int, rows: int) -> None:
    """Enter the run's name and make its table; raises LiveError with a sentence."""
    try:
        await register(made.client, made.name)
        await made.products.create(rows)
        await open_all(made.engine, connections)
    except CACHE_FAILURES as error:
        raise unreachable(places.cache_name, "REDIS_URL", error) from None
    except DATABASE_FAILURES as error:
        raise unreachable(places.database_name, "DATABASE_URL", error) from None


async def open_all(engine: AsyncEngine, connections: int) -> None:
    """Have the pool open all its connections: a server that allows fewer says so now."""
    opened = [engine.connect() for _ in range(connections)]
    try:
        await asyncio.gather(*(each.start() for each in opened))
    finally:
        await asyncio.gather(*(each.close() for each in opened if each.sync_connection))


def unreachable(what: str, variable: str, error: BaseException) -> LiveError:
    """The sentence for a server that cannot be used."""
    return LiveError(f"{what} cannot be used: {told(error)}; start it or mend {variable}")


async def clean(made: Setting) -> None:
    """Remove the keys and the table; what cannot be removed is left to `leftovers`."""
    with suppress(*CACHE_FAILURES, TimeoutError):
        async with asyncio.timeout(CLEANING_S):
            await remove_keys(made.client, made.name)
    with suppress(*DATABASE_FAILURES, TimeoutError):
        async with asyncio.timeout(CLEANING_S):
            await made.products.drop()
