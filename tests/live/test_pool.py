"""The bounded pool."""

import asyncio

import pytest

from live.pool import Pool
from strategies.effects import DatabaseRefused, QueueFull
from tests.live.worlds import to_end


def test_only_so_many_are_inside_and_the_first_to_come_is_the_first_in() -> None:
    """Five visitors, two places: never more than two inside, in the order of their coming."""
    entered: list[int] = []
    inside: list[int] = []

    async def visit(pool: Pool, number: int) -> int:
        pool.join()
        async with pool.turn():
            entered.append(number)
            inside.append(number)
            await asyncio.sleep(0.001)
            assert len(inside) <= 2
            inside.remove(number)
        return number

    async def all_visits() -> None:
        pool = Pool(2, None)
        await asyncio.gather(*(visit(pool, number) for number in range(5)))

    to_end(all_visits())
    assert entered == [0, 1, 2, 3, 4]


def test_a_full_queue_refuses() -> None:
    """One inside, one waits; the queue's limit is one."""

    async def crowd() -> tuple[int, int]:
        pool = Pool(1, 1)
        first = pool.join()
        async with pool.turn():
            second = pool.join()
            waiting = asyncio.create_task(pool.turn().__aenter__())
            await asyncio.sleep(0)
            with pytest.raises(QueueFull):
                pool.join()
            waiting.cancel()
        return first, second

    assert to_end(crowd()) == (0, 1)


def test_a_shut_pool_refuses_all() -> None:
    pool = Pool(1, None)
    pool.shut = True
    with pytest.raises(DatabaseRefused):
        pool.join()
