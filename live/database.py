"""The database: statements wait for a connection, are served for as long as the scenario asks."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import asyncpg
from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from live.clock import NANOSECONDS, Clock
from live.errors import Incidents
from live.pool import Pool
from live.service import Extra, Floor
from live.table import Products, product
from live.truth import Truth
from simulator.log import Recorder
from simulator.scenario import Database as Plan
from simulator.streams import plain_stream
from strategies import effects as fx

if TYPE_CHECKING:
    from simulator.conditions import Conditions

FAILURES = (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)
SLEEP = select(func.pg_sleep(bindparam("for_s")))
Act = Callable[[AsyncConnection], Awaitable[Any]]


class Kind(NamedTuple):
    """What the log says of a statement before it has had its turn."""

    key: fx.Key
    write: int
    rows: int
    ahead: int
    in_flight: int


class Database:
    """Products behind a pool. Where the server fails, `DatabaseRefused` is raised."""

    def __init__(
        self,
        products: Products,
        plan: Plan,
        truth: Truth,
        clock: Clock,
        *,
        record: Recorder,
        incidents: Incidents,
        seed: int = 1,
        rejected: frozenset[fx.Key] = frozenset(),
    ) -> None:
        """`plan` is the scenario's part; `record` takes a row of Statements each.

        Writes of `rejected` keys carry a price that the table does not take.
        """
        self.rejected = rejected
        assert plan.connections is not None
        self.products, self.plan, self.truth, self.clock = products, plan, truth, clock
        self.record, self.incidents = record, incidents
        self.pool = Pool(plan.connections, plan.queue_limit)
        self.chance = [plain_stream(seed, f"live-database-{kind}") for kind in ("read", "write")]
        self.loading: Counter[fx.Key] = Counter()
        self.conditions: Conditions | None = None
        """What is out of order, and when, if anything ever is."""
        self.sleeps_by_itself = products.engine.dialect.name == "postgresql"
        self.take_time(Floor(plan.read_s, plan.write_s))
        self.effects: dict[type[Any], Callable[[Any], Awaitable[Any]]] = {
            fx.Load: self.load,
            fx.LoadMany: self.load_many,
            fx.Store: self.store,
            fx.StoreMany: self.store_many,
        }

    def take_time(self, floor: Floor) -> None:
        """From now on add what the scenario asks for beyond this."""
        reading, writing = self.chance
        self.reading = Extra(self.plan, self.plan.read_s, floor.read_s, reading)
        self.writing = Extra(self.plan, self.plan.write_s, floor.write_s, writing)

    async def perform(self, effect: Any) -> Any:
        """The answer to an effect; raises DatabaseRefused, QueueFull or RowRejected."""
        return await self.effects[type(effect)](effect)

    async def load(self, effect: fx.Load) -> fx.Value:
        """One row."""
        return (await self.read((effect.key,), 0))[0]

    async def load_many(self, effect: fx.LoadMany) -> list[fx.Value]:
        """Several rows in one statement."""
        return await self.read(effect.keys, len(effect.keys) - (not effect.all_ahead))

    async def read(self, keys: tuple[fx.Key, ...], ahead: int) -> list[fx.Value]:
        """Rows, each with what the statement cost; absent ones are not found."""
        self.loading.update(keys)
        in_flight = self.loading[keys[0]] * (ahead < len(keys))
        extra_s = self.reading.draw()

        async def act(connection: AsyncConnection) -> Any:
            if self.plan.snapshot == "end":
                await self.sleep(connection, extra_s)
            rows = await self.products.read(connection, keys)
            if self.plan.snapshot == "start":
                await self.sleep(connection, extra_s)
            return rows

        try:
            kind = Kind(keys[0], 0, len(keys), ahead, in_flight)
            rows, cost_s = await self.served(kind, act)
        finally:
            self.loading.subtract(keys)
        absent = fx.Value(0, found=False)
        return [rows.get(key, absent)._replace(cost_s=cost_s) for key in keys]

    async def store(self, effect: fx.Store) -> fx.Value:
        """Write one row; the database numbers it, unless it has its number."""
        key, value = effect.key, effect.value
        if value.version is not None:
            await self.store_many(fx.StoreMany(((key, value),)))
            return value
        extra_s, self.truth.stores[key] = self.writing.draw(), self.truth.stores[key] + 1

        async def act(connection: AsyncConnection) -> Any:
            await self.sleep(connection, extra_s)
            floor = self.truth.floor(key)
            return await self.products.write(connection, key, self.sent(key, value), floor)

        try:
            version, _ = await self.served(Kind(key, 1, 1, 0, 0), act)
        finally:
            self.truth.stores[key] -= 1
        self.truth.holds(key, version)
        return value._replace(version=version)

    async def store_many(self, effect: fx.StoreMany) -> None:
        """Write rows that have their versions, in one statement."""
        extra_s = self.writing.draw()

        async def act(connection: AsyncConnection) -> Any:
            await self.sleep(connection, extra_s)
            rows = [(key, self.sent(key, value)) for key, value in effect.rows]
            await self.products.write_many(connection, rows)

        await self.served(Kind(effect.rows[0][0], 1, len(effect.rows), 0, 0), act)
        for key, value in effect.rows:
            assert value.version is not None
            self.truth.holds(key, value.version)

    def sent(self, key: fx.Key, value: fx.Value) -> fx.Value:
        """A value as it is sent; that of a rejected key breaks a rule of the table."""
        return value._replace(payload=product(key, -1)) if key in self.rejected else value

    async def sleep(self, connection: AsyncConnection, for_s: float) -> None:
        """Keep the connection busy: in the database where it can."""
        if for_s and self.sleeps_by_itself:
            await connection.execute(SLEEP, {"for_s": for_s})
        elif for_s:
            await asyncio.sleep(for_s)

    async def served(self, kind: Kind, act: Act) -> tuple[Any, float]:
        """Wait for a connection, act on it; the answer and the seconds that the service took."""
        joined_ns = self.clock.now_ns()
        try:
            queued = self.join(joined_ns)
        except fx.DatabaseRefused:
            self.record.add(joined_ns, joined_ns, joined_ns, *kind, self.pool.waiting, 1)
            raise
        async with self.pool.turn():
            started_ns = await self.start()
            answer = await self.acted(kind, joined_ns, act)
            done_ns = await self.done(started_ns)
        self.record.add(joined_ns, started_ns, done_ns, *kind, queued, 0)
        if isinstance(answer, fx.RowRejected):
            raise answer
        return answer, (done_ns - started_ns) / NANOSECONDS

    def join(self, now_ns: int) -> int:
        """The place in the queue; raises DatabaseRefused, in a fault that says so, or QueueFull."""
        if self.conditions is not None and self.conditions.refuses(now_ns):
            raise fx.DatabaseRefused
        return self.pool.join()

    async def start(self) -> int:
        """When the service starts: now, or when a stall is over."""
        if self.conditions is not None:
            now_ns = self.clock.now_ns()
            await asyncio.sleep((self.conditions.start_ns(now_ns) - now_ns) / NANOSECONDS)
        return self.clock.now_ns()

    async def done(self, started_ns: int) -> int:
        """When the service ends: now, or later while the database is slow."""
        if self.conditions is not None:
            spent_ns = self.clock.now_ns() - started_ns
            slower_ns = self.conditions.service_ns(started_ns, spent_ns)
            await asyncio.sleep((slower_ns - spent_ns) / NANOSECONDS)
        return self.clock.now_ns()

    async def acted(self, kind: Kind, joined_ns: int, act: Act) -> Any:
        """The answer over a connection, or RowRejected; raises DatabaseRefused without one."""
        try:
            async with self.products.engine.connect() as connection:
                return await act(connection)
        except IntegrityError:
            return fx.RowRejected()
        except FAILURES as error:
            self.incidents.note("database", error)
            self.record.add(joined_ns, joined_ns, joined_ns, *kind, 0, 1)
            raise fx.DatabaseRefused from error
