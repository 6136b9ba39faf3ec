"""What dead runs have left behind: found by its name, offered for removal, removed when told to.

A run enters its name into a list in Redis and takes it out at its end, so that leftovers are known
without a search through other people's keys.
"""

import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from redis.asyncio import Redis
from sqlalchemy import DropTable, MetaData, Table, inspect
from sqlalchemy.ext.asyncio import AsyncEngine

from live.names import FAMILY, RunName, of_key, of_table
from live.places import remove_folder

RUNS = f"{FAMILY}:runs"
"""A set in Redis: the prefixes of runs that have begun and not ended."""
AT_ONCE = 1000


class Leftovers(NamedTuple):
    """Names of dead runs, by where they were found."""

    in_redis: tuple[RunName, ...] = ()
    in_database: tuple[RunName, ...] = ()
    folders: tuple[RunName, ...] = ()

    def __bool__(self) -> bool:
        return any(self._asdict().values())

    def __str__(self) -> str:
        return (
            f"{len(self.in_redis)} in Redis, {len(self.in_database)} tables, "
            f"{len(self.folders)} folders"
        )


async def register(client: Redis, name: RunName) -> None:
    """A run begins."""
    await result(client.sadd(RUNS, name.prefix))


async def remove_keys(client: Redis, name: RunName) -> None:
    """Everything under a run's prefix, then its name in the list."""
    await unlink_all(client, name.prefix)
    await result(client.srem(RUNS, name.prefix))


async def unlink_all(client: Redis, prefix: str) -> None:
    """Everything under a prefix."""
    batch: list[Any] = []
    async for key in client.scan_iter(match=f"{prefix}*", count=AT_ONCE):
        batch.append(key)
        if len(batch) == AT_ONCE:
            await client.unlink(*batch)
            batch = []
    if batch:
        await client.unlink(*batch)


async def find(client: Redis, engine: AsyncEngine) -> Leftovers:
    """What runs older than an hour have left."""
    now_s = time.time()
    members = await result(client.smembers(RUNS))
    keys = [of_key(member.decode()) for member in members]
    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    found = (keys, map(of_table, tables), map(of_table, folder_names()))
    old = [tuple(n for n in names if n and n.is_old(now_s)) for names in found]
    return Leftovers(*old)


def folder_names() -> list[str]:
    """What is called like the folder of a run, where embedded databases live."""
    return [path.name for path in Path(tempfile.gettempdir()).glob(f"{FAMILY}_*")]


async def remove(client: Redis, engine: AsyncEngine, found: Leftovers) -> None:
    """Remove what was found."""
    for name in found.in_redis:
        await remove_keys(client, name)
    async with engine.begin() as connection:
        for name in found.in_database:
            await connection.execute(DropTable(Table(name.table, MetaData()), if_exists=True))
    for name in found.folders:
        with suppress(OSError):
            remove_folder(name.table)


async def result(answer: Any) -> Any:
    """What a command answers; the client's types allow for clients that do not wait."""
    return await answer
