"""A real server on a free local port and a real Chromium; both end with the tests, whatever."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

DRAWN = """() => {
  const drawn = document.querySelector('[data-test-script-state=notRunning]')
    && !document.querySelector('[data-testid=stSkeleton]');
  window.labDrawn = drawn ? (window.labDrawn ?? 0) + 1 : 0;
  return window.labDrawn > 5;
}"""
"""For five pictures nothing runs and nothing waits for its code: what is clicked stays in place."""


def missing(reason: str) -> None:
    """Skip where a tool is missing, but fail where the tests must run."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"browser tests must run here, but {reason}")
    pytest.skip(reason)


@contextmanager
def running_server() -> Iterator["Server"]:
    """A server of the dashboard until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, process)
            yield Server(address, process.pid)
        finally:
            end(process)


class Server:
    """Where it answers, and its process."""

    def __init__(self, address: str, pid: int) -> None:
        self.address, self.pid = address, pid

    def workers(self) -> list[int]:
        """The worker processes that the server has started."""
        listed = subprocess.run(
            ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(self.pid)],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        )
        lines = [line.split(maxsplit=1) for line in listed.stdout.splitlines()]
        return [int(pid) for pid, args in lines if "spawn_main" in args]


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until the server answers; fails when it ends or takes too long."""
    deadline_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline_s and process.poll() is None:
        with (
            suppress(OSError),
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer,  # noqa: S310
        ):
            if answer.status == 200:
                return
        time.sleep(0.05)
    pytest.fail(f"the server did not answer at {address} within {PATIENCE_S} s")


def end(process: subprocess.Popen[bytes]) -> None:
    """End the server and all it started: politely, then surely."""
    for kind in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, kind)
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=10)
            return


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for all tests that may share it."""
    with running_server() as started:
        yield started


@pytest.fixture
def fresh_server() -> Iterator[Server]:
    """A server that nobody has visited yet."""
    with running_server() as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a window. It lasts a module: its event loop must not outlive it."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - it may be missing
    except ModuleNotFoundError:
        missing("playwright is not installed")
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        missing(f"none of {', '.join(CHROMIUMS)} is on the path")
    with sync_playwright() as tool:
        chromium = tool.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def usual(browser: Any) -> Iterator[Any]:
    """The windows of a module share what the browser has fetched and compiled."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def visit(browser: Any, usual: Any) -> Iterator[Callable[..., Any]]:
    """Opens an address in a window of its own and waits until the page stands.

    A window that is to look otherwise shares nothing with others.
    """
    pages, contexts = [], []

    def open_page(address: str, width: int = 1280, **look: Any) -> Any:
        if look:
            contexts.append(browser.new_context(**look))
        page = (contexts[-1] if look else usual).new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.set_default_timeout(PATIENCE_S * 500)
        page.goto(address)
        settle(page)
        return page

    yield open_page
    for page in (each for each in pages if not each.is_closed()):
        page.evaluate("localStorage.clear()")
        page.close()
    for context in contexts:
        context.close()


def settle(page: Any) -> None:
    """Wait until the app has finished its run and the browser has drawn it."""
    page.evaluate("window.labDrawn = 0")
    page.wait_for_function(DRAWN)


@pytest.fixture(name="settle")
def settle_fixture() -> Callable[[Any], None]:
    """`settle` for the tests."""
    return settle
