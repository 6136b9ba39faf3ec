"""The service over HTTP, and its OpenAPI document against the service itself."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from sqlalchemy import MetaData

from catalog.__main__ import main
from catalog.service import create_app
from catalog.settings import CatalogSettings
from catalog.tables import PRODUCTS
from live import Places

ATLAS = {"name": "Atlas", "category": "books", "price_cents": 500, "id": 1}
CHANGED = {"name": "Atlas", "category": "maps", "price_cents": 700}
READS_CURRENT = ("no-cache", "cache-aside", "write-through", "write-behind", "read-ahead")

SCHEMA = schemathesis.openapi.from_dict(create_app(CatalogSettings(), Places()).openapi())


@SCHEMA.parametrize()
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_the_service_keeps_its_own_document(case: Any, shared: Any) -> None:
    """Statuses, types, schemas and methods are the declared ones, whatever is sent."""
    case.call_and_validate(base_url=shared.address)


def stats(client: Any) -> dict[str, Any]:
    """What the service says of its cache."""
    found: dict[str, Any] = client.get("/cache/stats").json()
    return found


def test_the_second_read_is_a_hit(serve: Any) -> None:
    client = serve()
    assert [client.get("/products/1").json() for _ in range(3)] == [ATLAS] * 3
    found = stats(client)
    assert (found["hits"], found["misses"]) == (2, 1)
    assert found["hit_rate"] == pytest.approx(2 / 3)
    assert found["parts"]["product"]["hits"] == 2
    assert found["outcomes"] == {"fresh_hit": 2, "miss_load": 1}


def test_what_is_not_there_is_404_and_remembered_briefly(serve: Any) -> None:
    client = serve(null_ttl_s=60)
    assert [client.get("/products/99").status_code for _ in range(3)] == [404] * 3
    assert stats(client)["outcomes"] == {"miss_load": 1, "negative_hit": 2}


def test_a_new_product_is_there_at_once_though_its_404_was_remembered(serve: Any) -> None:
    client = serve(null_ttl_s=60)
    assert client.get("/products/7").status_code == 404
    added = client.post("/products", json=CHANGED)
    assert (added.status_code, added.json()["id"]) == (201, 7)
    assert client.get("/products/7").json() == {**CHANGED, "id": 7}


@pytest.mark.parametrize("how", ["delete", "update"])
@pytest.mark.parametrize("strategy", READS_CURRENT[:3])
def test_a_write_makes_product_and_lists_right(serve: Any, strategy: str, how: str) -> None:
    """The product, the list it was in and the list it comes into were all in the cache."""
    client = serve(strategy=strategy, invalidation=how)
    for address in ("/products/1", "/categories/books/products", "/categories/maps/products"):
        client.get(address)
    assert client.put("/products/1", json=CHANGED).json() == {**CHANGED, "id": 1}
    assert client.get("/products/1").json()["price_cents"] == 700
    books = client.get("/categories/books/products").json()
    assert 1 not in [product["id"] for product in books]
    assert client.get("/categories/maps/products").json() == [{**CHANGED, "id": 1}]


@pytest.mark.parametrize("strategy", READS_CURRENT)
def test_a_removed_product_is_gone(serve: Any, strategy: str) -> None:
    client = serve(strategy=strategy)
    assert client.get("/products/1").status_code == 200
    assert client.delete("/products/1").status_code == 204
    assert client.get("/products/1").status_code == 404
    assert client.delete("/products/1").status_code == 404


def test_users_are_read_and_changed(serve: Any) -> None:
    client = serve()
    user = {"name": "Ada L.", "email": "ada@example.org"}
    assert client.get("/users/1").json()["name"] == "Ada"
    assert client.put("/users/1", json=user).json() == {**user, "id": 1}
    assert client.get("/users/1").json() == {**user, "id": 1}
    assert client.put("/users/9", json=user).status_code == 404


def test_without_the_cache_it_is_slower_not_broken(serve: Any) -> None:
    """Redis goes away after the start: reads load, writes arrive."""
    client = serve()
    client.app.state.shop.tier.client.connection_pool.connection_kwargs["server"].connected = False
    assert client.get("/products/1").json() == ATLAS
    assert client.put("/products/1", json=CHANGED).status_code == 200
    assert client.get("/products/1").json()["price_cents"] == 700
    assert stats(client)["outcomes"]["bypass"] >= 2


def test_a_database_that_fails_is_503_in_a_sentence(serve: Any) -> None:
    """The tables are gone and nothing is in the cache."""
    client = serve(protections=())
    client.app.state.shop.product_rows.table = PRODUCTS.to_metadata(MetaData(), name="nowhere")
    answer = client.get("/products/1")
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith("the database cannot be used now")


def test_a_server_that_is_not_there_is_told_in_a_sentence(capsys: Any, monkeypatch: Any) -> None:
    """The program ends with status 2, and the password stays where it was."""
    monkeypatch.setenv("REDIS_URL", "redis://:geheim@127.0.0.1:1/0")
    assert main(["--port", "0"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("error: Redis at 127.0.0.1:1 cannot be used")
    assert "geheim" not in told
