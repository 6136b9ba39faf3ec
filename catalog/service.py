"""The service: the shop over HTTP. `create_app` makes it; `make catalog` starts it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response, status
from fastapi.responses import JSONResponse

from catalog import schemas
from catalog.settings import CatalogSettings, from_environment
from catalog.shop import Shop
from catalog.tables import prepare
from catalog.tier import CacheTier
from live.places import Places
from live.setting import reached
from strategies.effects import ServiceError

CONNECTIONS = 10
ABSENT: dict[int | str, dict[str, Any]] = {404: {"model": schemas.Problem}}
GARBLED: dict[int | str, dict[str, Any]] = {400: {"model": schemas.Problem}}
BUSY: dict[int | str, dict[str, Any]] = {503: {"model": schemas.Problem}}


def create_app(settings: CatalogSettings | None = None, places: Places | None = None) -> FastAPI:
    """The service, by default as the environment says; raises LiveError with a sentence."""
    chosen, where = settings or from_environment(), places or Places.from_environment()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            client, engine = await stack.enter_async_context(reached(where, CONNECTIONS))
            await prepare(engine)
            app.state.shop = Shop(chosen, CacheTier(client, chosen.prefix), engine)
            app.state.shop.begin()
            yield
            await app.state.shop.end()

    about = "Products and users behind a cache whose strategy is a setting."
    app = FastAPI(title="Catalogue", description=about, lifespan=lifespan, responses=BUSY)
    app.add_exception_handler(ServiceError, unavailable)
    app.add_exception_handler(status.HTTP_405_METHOD_NOT_ALLOWED, not_allowed)
    add_users(app)
    add_products(app)
    add_stats(app)
    return app


def shop_of(request: Request) -> Shop:
    """The shop of the app that serves the request."""
    shop: Shop = request.app.state.shop
    return shop


TheShop = Annotated[Shop, Depends(shop_of)]


async def unavailable(_request: Request, error: Exception) -> Response:
    """Neither cache nor database can serve."""
    words = f"the database cannot be used now ({type(error).__name__}); try again"
    return JSONResponse({"detail": words}, status.HTTP_503_SERVICE_UNAVAILABLE)


async def not_allowed(request: Request, _error: Exception) -> Response:
    """Another method: the answer lists all that the address takes, whichever route takes them."""
    path = request.scope["path"]
    routes = [route for route in request.app.routes if route.path_regex.match(path)]
    methods = sorted({method for route in routes for method in route.methods})
    headers = {"Allow": ", ".join(methods)}
    words = f"{request.method} is not among {headers['Allow']}"
    return JSONResponse({"detail": words}, status.HTTP_405_METHOD_NOT_ALLOWED, headers)


def there(found: Any, what: str) -> Any:
    """What was found; raises 404 where nothing was."""
    if found is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"there is no such {what}")
    return found


def add_users(app: FastAPI) -> None:
    """Users by id."""

    @app.get("/users/{user_id}", responses=ABSENT, tags=["users"])
    async def read_user(user_id: schemas.Id, shop: TheShop) -> schemas.User:
        """A user, from the cache where it can be."""
        return schemas.User(**there(await shop.users.get(user_id), "user"))

    @app.put("/users/{user_id}", responses=ABSENT | GARBLED, tags=["users"])
    async def change_user(user_id: schemas.Id, user: schemas.UserIn, shop: TheShop) -> schemas.User:
        """Overwrite a user."""
        changed = await shop.change_user(user_id, user.model_dump())
        return schemas.User(**there(changed, "user"))


def add_products(app: FastAPI) -> None:
    """Products by id and by category."""

    @app.get("/products/{product_id}", responses=ABSENT, tags=["products"])
    async def read_product(product_id: schemas.Id, shop: TheShop) -> schemas.Product:
        """A product, from the cache where it can be."""
        return schemas.Product(**there(await shop.products.get(product_id), "product"))

    @app.post("/products", status_code=201, responses=GARBLED, tags=["products"])
    async def add_product(product: schemas.ProductIn, shop: TheShop) -> schemas.Product:
        """Add a product; its number is the database's."""
        return schemas.Product(**await shop.add_product(product.model_dump()))

    @app.put("/products/{product_id}", responses=ABSENT | GARBLED, tags=["products"])
    async def change_product(
        product_id: schemas.Id, product: schemas.ProductIn, shop: TheShop
    ) -> schemas.Product:
        """Overwrite a product; the lists of its old and new category follow."""
        changed = await shop.change_product(product_id, product.model_dump())
        return schemas.Product(**there(changed, "product"))

    @app.delete("/products/{product_id}", status_code=204, responses=ABSENT, tags=["products"])
    async def remove_product(product_id: schemas.Id, shop: TheShop) -> None:
        """Remove a product; the list of its category follows."""
        there(await shop.remove_product(product_id) or None, "product")

    @app.get("/categories/{category}/products", tags=["products"])
    async def list_products(category: schemas.Category, shop: TheShop) -> list[schemas.Product]:
        """The products of a category; none for one that nobody knows."""
        return [schemas.Product(**each) for each in await shop.categories.get(category) or []]


def add_stats(app: FastAPI) -> None:
    """How the cache is doing."""

    @app.get("/cache/stats", tags=["cache"])
    async def read_stats(shop: TheShop) -> schemas.Stats:
        """Hits, misses and hit rate since the start, in all and by kind of thing."""
        parts = {
            each.name: schemas.Part.model_validate(shop.tier.stats(each.name)) for each in shop.all
        }
        return schemas.Stats(
            **shop.tier.stats(),
            strategy=shop.settings.strategy,
            protections=list(shop.settings.protections),
            outcomes=shop.tier.endings(),
            parts=parts,
        )
