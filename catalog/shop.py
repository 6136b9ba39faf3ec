"""The shop: users, products and lists of products behind the cache; writes keep them right."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from catalog.repository import CachedRepository
from catalog.settings import CatalogSettings
from catalog.tables import PRODUCTS, USERS, CategoryRows, TableRows
from catalog.tier import CacheTier
from strategies.cache_aside import CacheAsideSettings

Row = dict[str, Any]


class Shop:
    """Three repositories. A product and the list of its category lie under keys of their own."""

    def __init__(self, settings: CatalogSettings, tier: CacheTier, engine: AsyncEngine) -> None:
        """Strategy and protections are the settings'."""
        self.settings, self.tier = settings, tier
        self.product_rows = TableRows(PRODUCTS, engine)
        rules = settings.rules()
        self.users = self.repository("user", TableRows(USERS, engine), rules)
        self.products = self.repository("product", self.product_rows, rules)
        lists = CategoryRows(engine)
        self.categories = self.repository("category", lists, self.reading_rules(rules))
        self.all = (self.users, self.products, self.categories)

    def repository(self, name: str, rows: Any, rules: Any) -> CachedRepository:
        """One of the three."""
        return CachedRepository(name, rows, self.tier, rules, self.settings.guards())

    def reading_rules(self, rules: Any) -> Any:
        """Lists are derived and never written: where a strategy is about writes, cache-aside."""
        if rules.name in {"write-behind", "write-through"}:
            return CacheAsideSettings(ttl_s=rules.ttl_s, null_ttl_s=rules.null_ttl_s)
        return rules

    def begin(self) -> None:
        """Start what strategies do by themselves."""
        for each in self.all:
            each.begin()

    async def end(self) -> None:
        """Store what waits."""
        for each in self.all:
            await each.end()

    async def add_product(self, product: Row) -> Row:
        """A new product; that there was none of its number is forgotten."""
        added = await self.product_rows.add(product)
        await self.products.forget(added["id"])
        await self.renew(added["category"])
        return added

    async def change_product(self, product_id: int, product: Row) -> Row | None:
        """Overwrite a product; None if there is none. Its old and its new list are made right."""
        old = await self.products.get(product_id)
        if old is None:
            return None
        new: Row = await self.products.put(product_id, {"id": product_id, **product})
        for category in {old["category"], new["category"]}:
            await self.renew(category)
        return new

    async def remove_product(self, product_id: int) -> bool:
        """Remove a product; False if there is none."""
        old = await self.products.get(product_id)
        if old is None:
            return False
        await self.products.remove(product_id)
        await self.renew(old["category"])
        return True

    async def change_user(self, user_id: int, user: Row) -> Row | None:
        """Overwrite a user; None if there is none."""
        if await self.users.get(user_id) is None:
            return None
        changed: Row = await self.users.put(user_id, {"id": user_id, **user})
        return changed

    async def renew(self, category: str) -> None:
        """A category's list is stale: it goes, or the new one comes."""
        how = self.settings.invalidation
        await (self.categories.refresh if how == "update" else self.categories.forget)(category)
