"""Places to run in: embedded always, real servers where the environment names them."""

import os
from typing import Any

import pytest

from live import Places

SERVERS = ("REDIS_URL", "DATABASE_URL")


def needed(*variables: str) -> None:
    """Skip where a server is missing, but fail where the tests must run."""
    missing = [name for name in variables if not os.environ.get(name)]
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"live tests must run here, but {' and '.join(missing)} is not set")
    if missing:
        pytest.skip(f"{' and '.join(missing)} is not set")


@pytest.fixture(
    params=["embedded", pytest.param("servers", marks=pytest.mark.live)],
)
def places(request: pytest.FixtureRequest) -> Places:
    """The embedded parts, then Redis and PostgreSQL."""
    if request.param == "embedded":
        return Places()
    return real_places()


def real_places() -> Places:
    """The servers that the environment names."""
    needed(*SERVERS)
    return Places.from_environment()


@pytest.fixture(name="servers")
def servers_fixture() -> Places:
    """Redis and PostgreSQL."""
    return real_places()


@pytest.fixture(autouse=True)
def no_servers_by_accident(request: pytest.FixtureRequest, monkeypatch: Any) -> None:
    """A test that is not marked sees no server."""
    if request.node.get_closest_marker("live") is None:
        for name in SERVERS:
            monkeypatch.delenv(name, raising=False)


def unless_found(what: str, found: object) -> None:
    """Skip where a program is missing, but fail where the tests must run."""
    if not found and os.environ.get("CI") == "true":
        pytest.fail(f"live tests must run here, but {what} is not on the path")
    if not found:
        pytest.skip(f"{what} is not on the path")
