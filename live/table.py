"""The table of products: made, filled, read, written and dropped with SQLAlchemy's async API."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Integer,
    MetaData,
    Table,
    Text,
    case,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from strategies.effects import Key, Value

CATEGORIES = 100
UPSERTS: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
START_PRICE_CENTS = 1000
AT_ONCE = 500
"""Rows in one statement at most: SQLite counts the values."""


class Products:
    """One run's own table: a product a key, with its version, from 0 on."""

    def __init__(self, name: str, engine: AsyncEngine) -> None:
        """Nothing is there before `create`."""
        self.engine = engine
        self.table = Table(
            name,
            MetaData(),
            Column("id", BigInteger, primary_key=True, autoincrement=False),
            Column("name", Text, nullable=False),
            Column("category", Integer, nullable=False),
            Column("price_cents", Integer, nullable=False),
            Column("version", BigInteger, nullable=False),
            CheckConstraint("price_cents >= 0", name=f"{name}_price"),
        )
        self.upsert = UPSERTS[engine.dialect.name](self.table)

    async def create(self, rows: int) -> None:
        """The table with this many products, numbered from 0."""
        numbers = select(literal(0).label("n")).cte("numbers", recursive=True)
        numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < rows - 1))
        n = numbers.c.n
        name = literal("Product ") + func.cast(n, Text)
        product = select(n, name, n % CATEGORIES, literal(START_PRICE_CENTS), literal(0))
        async with self.engine.begin() as connection:
            await connection.run_sync(self.table.create)
            columns = [column.name for column in self.table.columns]
            await connection.execute(insert(self.table).from_select(columns, product))

    async def drop(self) -> None:
        """The table goes, if it is there."""
        async with self.engine.begin() as connection:
            await connection.run_sync(self.table.drop, checkfirst=True)

    async def read(self, connection: AsyncConnection, keys: Sequence[Key]) -> dict[Key, Value]:
        """The rows of these keys, those that exist."""
        t = self.table.c
        where = t.id == keys[0] if len(keys) == 1 else t.id.in_(keys)
        found = await connection.execute(select(self.table).where(where))
        return {row.id: Value(row.version, payload=payload(row)) for row in found}

    async def write(self, connection: AsyncConnection, key: Key, value: Value, floor: int) -> int:
        """Overwrite a row; answers its new version: one more than before, at least `floor`."""
        new, held = self.upsert.excluded, self.table.c.version
        version = case((held >= new.version, held + 1), else_=new.version)
        change = self.columns() | {"version": version}
        statement = self.upsert.values(row(key, value, floor)).on_conflict_do_update(
            index_elements=["id"], set_=change
        )
        done = await connection.execute(statement.returning(held))
        return int(done.scalar_one())

    async def write_many(
        self, connection: AsyncConnection, rows: Sequence[tuple[Key, Value]]
    ) -> None:
        """Overwrite rows with values that have their versions; newer rows stay as they are."""
        new, held = self.upsert.excluded, self.table.c.version
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            values = [row(key, value, value.version or 0) for key, value in part]
            change = self.columns() | {"version": new.version}
            statement = self.upsert.values(values).on_conflict_do_update(
                index_elements=["id"], set_=change, where=held < new.version
            )
            await connection.execute(statement)

    def columns(self) -> dict[str, Any]:
        """What a write changes besides the version."""
        new = self.upsert.excluded
        return {name: new[name] for name in ("name", "category", "price_cents")}

    async def versions(self) -> dict[Key, int]:
        """The version of every row that was ever written."""
        t = self.table.c
        async with self.engine.connect() as connection:
            found = await connection.execute(select(t.id, t.version).where(t.version > 0))
            return {row.id: row.version for row in found}


def payload(row: Any) -> dict[str, Any]:
    """A product as it travels through the cache."""
    return {"name": row.name, "category": row.category, "price_cents": row.price_cents}


def row(key: Key, value: Value, version: int) -> dict[str, Any]:
    """A product as the table takes it."""
    return {"id": key, "version": version, **(value.payload or product(key, START_PRICE_CENTS))}


def product(key: Key, price_cents: int) -> dict[str, Any]:
    """The product of a key, at a price."""
    return {"name": f"Product {key}", "category": key % CATEGORIES, "price_cents": price_cents}
