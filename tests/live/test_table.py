"""The real table of products."""

from collections.abc import Awaitable, Callable
from typing import Any

from live import Places
from live.table import Products, product
from strategies.effects import Value
from tests.live.worlds import to_end, world


def play(places: Places, act: Callable[[Products, Any], Awaitable[Any]]) -> Any:
    """What something does to a table of twenty products answers."""

    async def played() -> Any:
        async with world(places) as (_, made), made.engine.connect() as connection:
            return await act(made.products, connection)

    return to_end(played())


def test_rows_are_there_from_the_start(places: Places) -> None:
    """Keys 0 to 19 at version 0, and no others."""

    async def act(products: Products, connection: Any) -> Any:
        return await products.read(connection, [0, 19, 20])

    rows = play(places, act)
    assert {key: value.version for key, value in rows.items()} == {0: 0, 19: 0}
    assert rows[19].payload == product(19, 1000)


def test_the_database_numbers_writes(places: Places) -> None:
    """One after another, but never below the floor; the product is the one written."""

    async def act(products: Products, connection: Any) -> Any:
        value = Value(None, payload=product(3, 777))
        versions = [await products.write(connection, 3, value, floor) for floor in (1, 1, 7, 1)]
        return versions, await products.read(connection, [3]), await products.versions()

    versions, rows, held = play(places, act)
    assert versions == [1, 2, 7, 8]
    assert rows[3] == Value(8, payload=product(3, 777))
    assert held == {3: 8}


def test_a_write_can_bring_a_row_into_being(places: Places) -> None:
    async def act(products: Products, connection: Any) -> Any:
        return await products.write(connection, 99, Value(None), 1)

    assert play(places, act) == 1


def test_a_batch_never_overwrites_a_newer_row(places: Places) -> None:
    """Key 1 goes from 0 to 4; key 2 was at 9 and stays there, as it was."""

    async def act(products: Products, connection: Any) -> Any:
        await products.write(connection, 2, Value(None, payload=product(2, 5)), 9)
        await products.write_many(connection, [(1, Value(4)), (2, Value(8))])
        return await products.versions(), await products.read(connection, [2])

    versions, rows = play(places, act)
    assert versions == {1: 4, 2: 9}
    assert rows[2].payload == product(2, 5)


def test_a_batch_may_be_larger_than_one_statement(places: Places) -> None:
    async def act(products: Products, connection: Any) -> Any:
        await products.write_many(connection, [(key, Value(1)) for key in range(1201)])
        return await products.versions()

    assert play(places, act) == dict.fromkeys(range(1201), 1)
