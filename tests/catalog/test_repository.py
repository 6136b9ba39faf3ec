"""A repository behind a cache, over rows in a dictionary."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest

from catalog import CachedRepository, CacheTier
from live import Places
from strategies.effects import DatabaseRefused, Key, Value
from strategies.shelf import STRATEGIES, settings_of


class Dictionary:
    """Rows in memory, which count how often they were asked for."""

    def __init__(self) -> None:
        self.rows: dict[Any, Value] = {1: Value(1, payload="one")}
        self.loads = 0
        self.down = False

    async def load(self, keys: Sequence[Key]) -> dict[Key, Value]:
        """Some rows."""
        self.loads += 1
        await asyncio.sleep(0.01)
        if self.down:
            raise DatabaseRefused
        return {key: self.rows[key] for key in keys if key in self.rows}

    async def store(self, rows: Sequence[tuple[Key, Value]]) -> list[Value]:
        """Write or remove."""
        numbered = [(k, v if v.version else v._replace(version=9)) for k, v in rows]
        for key, value in numbered:
            self.rows[key] = value
            if not value.found:
                del self.rows[key]
        return [value for _, value in numbered]


Act = Callable[[CachedRepository, Dictionary], Awaitable[Any]]


def play(act: Act, name: str = "cache-aside", redis: str | None = None, **settings: Any) -> Any:
    """What something does with a repository comes to."""

    async def played() -> Any:
        tier, rows = CacheTier.open(Places(redis=redis), "test"), Dictionary()
        rules = settings_of(STRATEGIES[name])(**settings)
        repository = CachedRepository("row", rows, tier, rules)
        repository.begin()
        try:
            return await act(repository, rows)
        finally:
            await repository.end()
            await tier.close()

    return asyncio.run(played())


def test_the_second_read_is_served_from_the_cache() -> None:
    async def act(repository: CachedRepository, rows: Dictionary) -> Any:
        answers = [await repository.get(1) for _ in range(3)]
        return answers, rows.loads, repository.tier.stats()

    answers, loads, stats = play(act)
    assert answers == ["one"] * 3
    assert loads == 1
    assert stats == {"hits": 2, "misses": 1, "hit_rate": pytest.approx(2 / 3)}


def test_that_there_is_no_row_is_remembered_briefly() -> None:
    async def act(repository: CachedRepository, rows: Dictionary) -> Any:
        answers = [await repository.get(7) for _ in range(3)]
        return answers, rows.loads, repository.tier.endings()

    assert play(act, null_ttl_s=5) == ([None] * 3, 1, {"miss_load": 1, "negative_hit": 2})
    assert play(act, null_ttl_s=0)[1] == 3


@pytest.mark.parametrize("name", STRATEGIES)
def test_what_was_written_is_read_and_stored_at_the_end(name: str) -> None:
    """With every strategy but the one that never tells the cache, and that one for new rows."""

    async def act(repository: CachedRepository, rows: Dictionary) -> Any:
        await repository.put(2, "two")
        found = await repository.get(2)
        await repository.end()
        return found, rows.rows[2].payload

    assert play(act, name) == ("two", "two")


def test_a_removed_row_is_gone() -> None:
    async def act(repository: CachedRepository, rows: Dictionary) -> Any:
        await repository.get(1)
        await repository.remove(1)
        return await repository.get(1), 1 in rows.rows

    assert play(act) == (None, False)


def test_a_repository_works_without_its_cache() -> None:
    """The server is not there: every read loads, and writes arrive."""

    async def act(repository: CachedRepository, rows: Dictionary) -> Any:
        await repository.put(2, "two")
        answers = [await repository.get(2) for _ in range(2)]
        return answers, rows.loads, repository.tier.endings()

    lost = "redis://127.0.0.1:1/0"
    assert play(act, redis=lost) == (["two", "two"], 2, {"bypass": 2})


def test_an_error_of_the_database_reaches_the_caller() -> None:
    async def act(repository: CachedRepository, rows: Dictionary) -> Any:
        rows.down = True
        with pytest.raises(DatabaseRefused):
            await repository.get(1)
        rows.down = False
        return await repository.get(1)

    assert play(act) == "one"


def test_who_stops_waiting_does_not_stop_the_load() -> None:
    """The first reader is cancelled half-way; the entry is there all the same."""

    async def act(repository: CachedRepository, rows: Dictionary) -> Any:
        reader = asyncio.create_task(repository.get(1))
        await asyncio.sleep(0.005)
        reader.cancel()
        await asyncio.sleep(0.05)
        return await repository.get(1), rows.loads

    assert play(act) == ("one", 1)
