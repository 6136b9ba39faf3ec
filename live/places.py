"""Where cache and database are: embedded in this process, or servers that the environment names."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fakeredis import FakeAsyncRedisConnection, FakeServer
from redis.asyncio import BlockingConnectionPool, Connection, Redis
from redis.asyncio.connection import parse_url
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from sqlalchemy import event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from live.errors import LiveError, told

REDIS_CONNECTIONS = 64
PATIENCE_S = 1.0
"""How long an answer of Redis is waited for."""
WAIT_S = 5.0
"""How long a free connection to Redis is waited for."""
DRIVERS = {
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
}
SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=OFF",
    "PRAGMA busy_timeout=10000",
)


@dataclass(frozen=True)
class Places:
    """Addresses of the two servers; None for what is embedded. They never leave this object."""

    redis: str | None = None
    database: str | None = None
    spare: bool = False
    """The cache is a `redis-server` that the run starts for itself: faults really strike it."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Places":
        """What REDIS_URL and DATABASE_URL say."""
        given = os.environ if environment is None else environment
        return cls(given.get("REDIS_URL") or None, given.get("DATABASE_URL") or None)

    def __repr__(self) -> str:
        return f"Places({self.cache_name}, {self.database_name})"

    @property
    def cache_name(self) -> str:
        """The cache in words, without secrets."""
        if self.spare:
            return "a spare redis-server"
        if self.redis is None:
            return "embedded fakeredis"
        given = redis_parts(self.redis)
        host, port = given.get("host", "localhost"), given.get("port", 6379)
        return f"Redis at {given.get('path') or f'{host}:{port}'}"

    @property
    def database_name(self) -> str:
        """The database in words, without secrets."""
        if self.database is None:
            return "embedded SQLite"
        url = database_url(self.database)
        if url.get_backend_name() == "sqlite":
            return "SQLite file"
        return f"PostgreSQL at {url.host}:{url.port or 5432}"

    def open_cache(self) -> Redis:
        """A client with a bounded pool that waits; close both by `close_cache`."""
        common: dict[str, Any] = {
            "max_connections": REDIS_CONNECTIONS,
            "timeout": WAIT_S,
            "retry": Retry(NoBackoff(), 0),
        }
        if self.redis is None:
            own: dict[str, Any] = {
                "connection_class": FakeAsyncRedisConnection,
                "server": FakeServer(),
            }
        else:
            limits = {"socket_timeout": PATIENCE_S, "socket_connect_timeout": PATIENCE_S}
            own = {"connection_class": Connection, **limits, **redis_parts(self.redis)}
        return Redis(connection_pool=BlockingConnectionPool(**common, **own))

    def open_database(self, connections: int, name: str) -> AsyncEngine:
        """An engine whose pool holds so many connections; an embedded one lives in a folder."""
        url = database_url(self.database) if self.database else embedded_url(name)
        size = {"pool_size": connections, "max_overflow": 0, "pool_timeout": 3600}
        engine = create_async_engine(url, isolation_level="AUTOCOMMIT", **size)
        if url.get_backend_name() == "sqlite":
            event.listen(engine.sync_engine, "connect", set_up_sqlite)
        return engine


def redis_parts(url: str) -> dict[str, Any]:
    """Host, port, password and the like, as a connection takes them; raises LiveError."""
    try:
        return dict(parse_url(url))
    except ValueError as error:
        rule = "REDIS_URL must read redis://:PASSWORD@HOST:PORT/DATABASE"
        raise LiveError(f"{rule} ({told(error)}); mend it") from None


def database_url(text: str) -> URL:
    """The address of a database, for the driver that speaks to it; raises LiveError."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    driver = url and DRIVERS.get(url.get_backend_name())
    if url is None or driver is None:
        raise LiveError(
            "DATABASE_URL must read postgresql://USER:PASSWORD@HOST:PORT/NAME or "
            "sqlite:///FILE, got something else; mend it"
        )
    return url.set(drivername=driver)


def folder(name: str) -> Path:
    """Where an embedded database of that name lives."""
    return Path(tempfile.gettempdir()) / name


def embedded_url(name: str) -> URL:
    """A database file in a fresh folder of its own."""
    folder(name).mkdir(mode=0o700)
    return URL.create("sqlite+aiosqlite", database=str(folder(name) / "products.db"))


def remove_folder(name: str) -> None:
    """The embedded database goes, if there is one."""
    shutil.rmtree(folder(name), ignore_errors=True)


def set_up_sqlite(connection: Any, _record: Any) -> None:
    """Readers beside a writer, and no waiting for the disk."""
    cursor = connection.cursor()
    for setting in SETTINGS:
        cursor.execute(setting)
    cursor.close()


async def close_cache(client: Redis) -> None:
    """Close a client and its connections."""
    await client.aclose()
    await client.connection_pool.aclose()
