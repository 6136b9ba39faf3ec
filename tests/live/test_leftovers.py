"""What dead runs leave is found and removed; what lives is left alone."""

import time
from typing import Any

from sqlalchemy.ext.asyncio import create_async_engine

from live import Places
from live.leftovers import find, register, remove, remove_keys
from live.names import RunName
from live.setting import reached
from live.table import Products
from tests.live.worlds import to_end

DEAD, YOUNG = RunName(1_000_000_000, "00ff00ff00ff"), RunName(int(time.time()), "11ff11ff11ff")


async def leave(client: Any, engine: Any, name: RunName) -> None:
    """What a run leaves that was killed: its name, some keys, its table."""
    await register(client, name)
    await client.set(f"{name.prefix}entry:1", "x")
    await Products(name.table, engine).create(1)


def test_the_dead_are_found_and_removed_and_the_living_are_not(places: Places) -> None:
    async def play() -> Any:
        async with reached(places) as (client, engine):
            for name in (DEAD, YOUNG):
                await leave(client, engine, name)
            found = await find(client, engine)
            await remove(client, engine, found)
            left = [await client.exists(f"{name.prefix}entry:1") for name in (DEAD, YOUNG)]
            again = await find(client, engine)
            await remove_keys(client, YOUNG)
            await Products(YOUNG.table, engine).drop()
            return found, left, again

    found, left, again = to_end(play())
    assert DEAD in found.in_redis
    assert DEAD in found.in_database
    assert YOUNG not in (*found.in_redis, *found.in_database)
    assert left == [0, 1]
    assert not again.in_redis
    assert not again.in_database


def test_folders_of_the_dead_are_found(tmp_path: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = tmp_path / DEAD.table
    folder.mkdir()

    async def play() -> Any:
        engine = create_async_engine("sqlite+aiosqlite://")
        async with reached(Places()) as (client, _):
            found = await find(client, engine)
            await remove(client, engine, found)
        await engine.dispose()
        return found

    assert to_end(play()).folders == (DEAD,)
    assert not folder.exists()
