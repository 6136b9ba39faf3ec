"""The catalogue's tables, and their rows as a repository takes them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from catalog.tier import now_us
from live.database import FAILURES
from live.table import UPSERTS
from strategies.effects import DatabaseRefused, Key, Value

META = MetaData()
USERS = Table(
    "catalog_users",
    META,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("email", String(200), nullable=False),
    Column("version", BigInteger, nullable=False),
)
PRODUCTS = Table(
    "catalog_products",
    META,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("category", String(40), nullable=False, index=True),
    Column("price_cents", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
)
SHELVES = {"books": ("Atlas", "Novel", "Primer"), "tools": ("Hammer", "Level"), "toys": ("Kite",)}
"""What a new catalogue sells."""


class TableRows:
    """The rows of one table, by id; a payload is a row without its version."""

    def __init__(self, table: Table, engine: AsyncEngine) -> None:
        """The table is there already."""
        self.table, self.engine = table, engine
        self.fields = [column.name for column in table.columns if column.name != "version"]

    async def load(self, keys: Sequence[Key]) -> dict[Key, Value]:
        """The rows of these keys; raises DatabaseRefused."""
        try:
            async with self.engine.connect() as connection:
                where = self.table.c.id.in_(keys)
                found = await connection.execute(select(self.table).where(where))
                return {row.id: self.value(row) for row in found}
        except FAILURES as error:
            raise DatabaseRefused from error

    async def store(self, rows: Sequence[tuple[Key, Value]]) -> list[Value]:
        """Write or remove rows; raises DatabaseRefused."""
        numbered = [(k, v._replace(version=v.version or now_us())) for k, v in rows]
        try:
            async with self.engine.connect() as connection:
                for key, value in numbered:
                    await self.write(connection, key, value)
        except FAILURES as error:
            raise DatabaseRefused from error
        return [value for _, value in numbered]

    async def write(self, connection: AsyncConnection, key: Key, value: Value) -> None:
        """One row, unless the table has a newer one."""
        held = self.table.c.version
        if not value.found:
            which = (self.table.c.id == key) & (held <= value.version)
            await connection.execute(delete(self.table).where(which))
            return
        upsert = UPSERTS[self.engine.dialect.name](self.table)
        row = {**value.payload, "id": key, "version": value.version}
        put = upsert.values(row).on_conflict_do_update(
            index_elements=["id"],
            set_={name: upsert.excluded[name] for name in row if name != "id"},
            where=held <= upsert.excluded.version,
        )
        await connection.execute(put)

    def value(self, row: Any) -> Value:
        """A row as a value."""
        return Value(row.version, payload={name: getattr(row, name) for name in self.fields})

    async def add(self, payload: dict[str, Any]) -> dict[str, Any]:
        """A new row; answers it with the id that the database gave it. Raises DatabaseRefused."""
        put = insert(self.table).values(**payload, version=now_us()).returning(self.table.c.id)
        try:
            async with self.engine.connect() as connection:
                return {"id": (await connection.execute(put)).scalar_one(), **payload}
        except FAILURES as error:
            raise DatabaseRefused from error


class CategoryRows:
    """Lists of products by category: derived rows, which are read and never written."""

    def __init__(self, engine: AsyncEngine) -> None:
        """The products are there already."""
        self.products = TableRows(PRODUCTS, engine)

    async def load(self, keys: Sequence[Any]) -> dict[Any, Value]:
        """The products of each category, those of an empty one an empty list."""
        try:
            async with self.products.engine.connect() as connection:
                return {key: await self.listed(connection, key) for key in keys}
        except FAILURES as error:
            raise DatabaseRefused from error

    async def listed(self, connection: AsyncConnection, category: str) -> Value:
        """One category's products, by id."""
        chosen = select(PRODUCTS).where(PRODUCTS.c.category == category).order_by(PRODUCTS.c.id)
        found = await connection.execute(chosen)
        return Value(now_us(), payload=[self.products.value(row).payload for row in found])

    async def store(self, rows: Sequence[tuple[Key, Value]]) -> list[Value]:
        """Lists cannot be written."""
        raise NotImplementedError


async def prepare(engine: AsyncEngine) -> None:
    """The tables are made where they are not there, and a new catalogue gets something to sell."""
    async with engine.begin() as connection:
        await connection.run_sync(META.create_all)
        if (await connection.execute(select(PRODUCTS.c.id).limit(1))).first() is None:
            await connection.execute(insert(PRODUCTS), goods())
            await connection.execute(insert(USERS), people())


def goods() -> list[dict[str, Any]]:
    """The first products."""
    named = [(name, category) for category, names in SHELVES.items() for name in names]
    return [
        {"name": name, "category": category, "price_cents": 500 + 250 * place, "version": 1}
        for place, (name, category) in enumerate(named)
    ]


def people() -> list[dict[str, Any]]:
    """The first users."""
    names = ("Ada", "Grace", "Edsger")
    return [{"name": n, "email": f"{n.lower()}@example.org", "version": 1} for n in names]
