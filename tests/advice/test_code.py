"""The exported Python runs, against the embedded cache, and behaves as advised."""

import asyncio
from typing import Any

import pytest

from advice.code import python_of
from catalog import CachedRepository, CacheTier
from live import Places
from simulator import parse
from strategies.effects import Value
from strategies.shelf import PROTECTIONS, STRATEGIES


class Table:
    """Rows in a dictionary, which counts its loads."""

    def __init__(self) -> None:
        self.rows = {key: {"n": key} for key in range(3)}
        self.loads = 0

    async def load(self, keys: Any) -> dict[Any, Value]:
        """The rows that exist."""
        self.loads += 1
        return {key: Value(1, payload=self.rows[key]) for key in keys if key in self.rows}

    async def store(self, rows: Any) -> list[Value]:
        """Write them."""
        for key, value in rows:
            self.rows[key] = value.payload
        return [Value(2, payload=value.payload) for _, value in rows]


def exported(**parts: Any) -> dict[str, Any]:
    """The names that the exported module defines."""
    names: dict[str, Any] = {}
    exec(compile(python_of(parse(parts), "a test"), "exported", "exec"), names)  # noqa: S102
    return names


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_strategy_runs_as_it_is_exported(strategy: str) -> None:
    """With every protection round it; the second read of a caching strategy loads nothing."""
    guards = [{"name": each} for each in PROTECTIONS]
    names = exported(strategy={"name": strategy}, protections=guards)

    async def use() -> tuple[Table, list[Any]]:
        table, tier = Table(), CacheTier.open(Places(), "advised")
        repository: CachedRepository = names["repository"]("rows", table, tier)
        repository.begin()
        found = [await repository.get(1), await repository.get(1)]
        await repository.end()
        await tier.close()
        return table, found

    table, found = asyncio.run(use())
    assert found == [{"n": 1}, {"n": 1}]
    assert table.loads == (2 if strategy == "no-cache" else 1)


def test_the_settings_are_those_that_were_advised() -> None:
    names = exported(
        strategy={"name": "cache-aside", "ttl_s": 18, "invalidation": "ttl-only"},
        protections=[{"name": "ttl-jitter", "spread": 0.2}],
    )
    assert names["SETTINGS"].ttl_s == 18
    assert names["SETTINGS"].invalidation == "ttl-only"
    assert [each.settings.spread for each in names["guards"]()] == [0.2]


def test_the_decorator_remembers() -> None:
    names = exported(strategy={"name": "cache-aside", "ttl_s": 18})
    calls = []

    async def use() -> list[int]:
        tier = CacheTier.open(Places(), "advised")

        async def square(n: int) -> int:
            calls.append(n)
            return n * n

        remembered = names["remember"](square)
        remembered.tier = tier
        found = [await remembered(3), await remembered(3)]
        await tier.close()
        return found

    assert asyncio.run(use()) == [9, 9]
    assert calls == [3]
