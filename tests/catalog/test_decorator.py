"""The decorator."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from catalog import CacheTier, cached
from live import Places
from strategies.protections.single_flight import SingleFlight, SingleFlightSettings


def play(act: Callable[[CacheTier], Awaitable[Any]]) -> Any:
    """What something does with an embedded tier comes to."""

    async def played() -> Any:
        tier = CacheTier.open(Places(), "test")
        try:
            return await act(tier)
        finally:
            await tier.close()

    return asyncio.run(played())


def test_a_function_is_called_once_for_the_same_arguments() -> None:
    """However they are given; other arguments are another call."""
    calls: list[tuple[int, int]] = []

    async def act(tier: CacheTier) -> list[int]:
        @cached(ttl=60, prefix="sum", tier=tier)
        async def total(a: int, b: int = 1) -> int:
            calls.append((a, b))
            return a + b

        return [await total(1), await total(1, 1), await total(b=1, a=1), await total(2)]

    assert play(act) == [2, 2, 2, 3]
    assert calls == [(1, 1), (2, 1)]


def test_an_answer_can_be_forgotten_and_ends_with_its_ttl() -> None:
    calls: list[int] = []

    async def act(tier: CacheTier) -> None:
        @cached(ttl=0.05, prefix="x", tier=tier)
        async def again(n: int) -> int:
            calls.append(n)
            return n

        await again(1)
        await again.forget(1)
        await again(1)
        await asyncio.sleep(0.08)
        await again(1)

    play(act)
    assert calls == [1, 1, 1]


def test_an_error_of_the_function_is_raised_and_not_remembered() -> None:
    """Three callers at once under single flight: all hear of it, and the next call is made."""
    calls: list[int] = []

    async def act(tier: CacheTier) -> tuple[list[Any], int]:
        guards = [SingleFlight(SingleFlightSettings())]

        @cached(ttl=60, prefix="x", tier=tier, guards=guards)
        async def failing(n: int) -> int:
            calls.append(n)
            await asyncio.sleep(0.01)
            if len(calls) == 1:
                raise KeyError(n)
            return n

        first = await asyncio.gather(*(failing(3) for _ in range(3)), return_exceptions=True)
        return first, await failing(3)

    first, later = play(act)
    assert [type(each) for each in first] == [KeyError] * 3
    assert later == 3
    assert len(calls) == 2


def test_a_function_keeps_its_name_and_words() -> None:
    @cached(ttl=1, prefix="x")
    async def documented(n: int) -> int:
        """It says what it does."""
        return n

    assert vars(documented)["__name__"] == "documented"
    assert documented.__doc__ == "It says what it does."


@pytest.mark.parametrize("answer", [None, 0, "", [], {"a": [1, 2.5]}])
def test_any_json_is_an_answer(answer: Any) -> None:
    async def act(tier: CacheTier) -> list[Any]:
        @cached(ttl=60, null_ttl=60, prefix="x", tier=tier)
        async def same() -> Any:
            return answer

        return [await same(), await same()]

    assert play(act) == [answer, answer]
