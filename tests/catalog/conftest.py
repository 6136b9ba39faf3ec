"""The catalogue on its embedded parts, served over HTTP."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread
from time import monotonic, sleep
from typing import Any
from urllib.parse import urljoin

import pytest
import requests
import uvicorn

from catalog.service import create_app
from catalog.settings import CatalogSettings
from live import Places

PATIENCE_S = 20.0


class Client(requests.Session):
    """Asks one catalogue."""

    def __init__(self, app: Any, address: str) -> None:
        super().__init__()
        self.app, self.address = app, address

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> Any:
        """One request, at an address within the catalogue."""
        return super().request(method, urljoin(self.address, url), *args, **kwargs)


@contextmanager
def serving(app: Any) -> Iterator[Client]:
    """The app on a free port until the block ends."""
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="on")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    try:
        with Client(app, address_of(server, thread)) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)


def address_of(server: uvicorn.Server, thread: Thread) -> str:
    """Where it answers, once it does."""
    until_s = monotonic() + PATIENCE_S
    while not server.started and thread.is_alive() and monotonic() < until_s:
        sleep(0.01)
    assert server.started, "the catalogue did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    return f"http://127.0.0.1:{port}"


@pytest.fixture
def serve() -> Iterator[Callable[..., Client]]:
    """Starts a catalogue with some settings and answers a client of it."""
    with ExitStack() as stack:

        def start(**settings: Any) -> Client:
            app = create_app(CatalogSettings(**settings), Places())
            return stack.enter_context(serving(app))

        yield start


@pytest.fixture(scope="module")
def shared() -> Iterator[Client]:
    """One catalogue for all tests that may share it."""
    with serving(create_app(CatalogSettings(), Places())) as client:
        yield client
