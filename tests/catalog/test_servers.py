"""The catalogue on a real Redis and PostgreSQL, in a schema and under a prefix of its own."""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from secrets import token_hex
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.schema import CreateSchema, DropSchema

from catalog.service import create_app
from catalog.settings import CatalogSettings
from live import Places
from live.leftovers import unlink_all
from live.places import close_cache, database_url
from tests.catalog.conftest import serving
from tests.live.conftest import real_places

pytestmark = pytest.mark.live
CHANGED = {"name": "Atlas", "category": "maps", "price_cents": 700}
STRATEGIES = ("no-cache", "cache-aside", "write-through", "write-behind", "read-ahead")


class OwnSchema(Places):
    """The servers of the environment, with the tables in the schema that the test made."""

    def open_database(self, connections: int, name: str) -> AsyncEngine:
        """An engine that sees nothing but that schema."""
        assert self.database is not None
        path = {"server_settings": {"search_path": os.environ["CATALOG_TEST_SCHEMA"]}}
        url = database_url(self.database)
        return create_async_engine(url, isolation_level="AUTOCOMMIT", connect_args=path)


async def statement(places: Places, what: Any) -> None:
    """Carry out one statement."""
    engine = Places.open_database(places, 1, "")
    async with engine.connect() as connection:
        await connection.execute(what)
    await engine.dispose()


async def keys_under(places: Places, prefix: str, *, remove: bool = False) -> list[str]:
    """What lies in Redis under a prefix, removed if told to."""
    client = places.open_cache()
    found = [key.decode() async for key in client.scan_iter(match=f"{prefix}*")]
    if remove:
        await unlink_all(client, prefix)
    await close_cache(client)
    return found


@pytest.fixture
def places(monkeypatch: Any) -> Iterator[Places]:
    """The real servers, with a fresh schema and prefix that go in the end."""
    named, name = real_places(), f"catalog_test_{token_hex(4)}"
    monkeypatch.setenv("CATALOG_TEST_SCHEMA", name)
    asyncio.run(statement(named, CreateSchema(name)))
    yield OwnSchema(named.redis, named.database)
    asyncio.run(statement(named, DropSchema(name, cascade=True)))
    asyncio.run(keys_under(named, prefix_of(name), remove=True))


def prefix_of(schema: str) -> str:
    """The prefix of a test's keys."""
    return schema.replace("_", "-")


@pytest.fixture
def serve(places: Places) -> Iterator[Callable[..., Any]]:
    """Starts a catalogue there and answers a client of it."""
    prefix = prefix_of(os.environ["CATALOG_TEST_SCHEMA"])
    with ExitStack() as stack:

        def start(**settings: Any) -> Any:
            chosen = CatalogSettings(prefix=prefix, **settings)
            return stack.enter_context(serving(create_app(chosen, places)))

        yield start


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_what_was_written_is_read(serve: Any, strategy: str) -> None:
    """Changed, added, removed; 404s are remembered only until there is a row."""
    client = serve(strategy=strategy)
    assert client.get("/products/1").json()["price_cents"] == 500
    assert client.put("/products/1", json=CHANGED).json() == {**CHANGED, "id": 1}
    assert client.get("/products/1").json() == {**CHANGED, "id": 1}
    assert client.get("/products/7").status_code == 404
    assert client.post("/products", json=CHANGED).json()["id"] == 7
    assert client.get("/products/7").status_code == 200
    assert client.delete("/products/7").status_code == 204
    assert client.get("/products/7").status_code == 404


@pytest.mark.parametrize("how", ["delete", "update"])
def test_a_write_makes_the_lists_right(serve: Any, how: str) -> None:
    """The list that the product was in, and the one it comes into, were in the cache."""
    client = serve(invalidation=how)
    for name in ("books", "maps"):
        client.get(f"/categories/{name}/products")
    client.put("/products/1", json=CHANGED)
    books, maps = (client.get(f"/categories/{name}/products").json() for name in ("books", "maps"))
    assert 1 not in [product["id"] for product in books]
    assert maps == [{**CHANGED, "id": 1}]


def test_hits_are_counted_and_entries_lie_in_redis_under_the_prefix(
    serve: Any, places: Places
) -> None:
    client = serve()
    for _ in range(3):
        client.get("/products/1")
    found = client.get("/cache/stats").json()
    assert (found["hits"], found["misses"]) == (2, 1)
    (key,) = asyncio.run(keys_under(places, prefix_of(os.environ["CATALOG_TEST_SCHEMA"])))
    assert "product" in key
