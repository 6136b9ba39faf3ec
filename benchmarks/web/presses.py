"""A person at the keyboard, in Chromium: key presses on the TTL slider, and first visits."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import sync_playwright

HOOK = Path(__file__).with_name("hook.js").read_text("utf-8")
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WINDOW = {"width": 1280, "height": 1600}
"""High enough for all four charts."""
PAUSE_MS = 60
"""Between two quick presses."""


class Press(NamedTuple):
    """One key press, in milliseconds: until the charts have changed, and what was on the way."""

    total: float
    server: float
    """From the browser's message to the server's last one."""
    received_kb: float
    charts: int


@contextmanager
def chromium() -> Iterator[Any]:
    """Chromium without a window."""
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        sys.exit(f"none of {', '.join(CHROMIUMS)} is on the path")
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Any, address: str) -> Iterator[Any]:
    """A page in a window of its own, with nothing in its cache, once it rests."""
    context = browser.new_context(viewport=WINDOW)
    context.add_init_script(HOOK)
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(address, wait_until="commit")
    yield page
    context.close()


def rest(page: Any, charts: int = 1) -> None:
    """Until the script has ended and so many charts are drawn."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_function(
        "(n) => document.querySelectorAll('.lab-plot[data-drawn]').length >= n", arg=charts
    )


def pressed(page: Any, keys: list[str]) -> Press:
    """Press keys on the TTL slider; the time counts from the last one."""
    page.locator('input[aria-label="TTL"]').first.focus()
    page.evaluate("(n) => { window.labFound = window.labMeasure(n); }", len(keys))
    for place, key in enumerate(keys):
        if place:
            page.wait_for_timeout(PAUSE_MS)
        page.keyboard.press(key)
    found = page.evaluate("window.labFound")
    told = [each for each in found["messages"] if each[1] >= found["began"]]
    sent = next((at for way, at, _ in told if way == "out"), found["began"])
    last = max((at for way, at, _ in told if way == "in"), default=sent)
    received = sum(size for way, _, size in told if way == "in") / 1000
    return Press(found["seen"] - found["began"], last - sent, received, found["charts"])


def first_visit(browser: Any, address: str) -> tuple[float, float]:
    """Milliseconds until the page has its heading, and until a chart is drawn or the page rests."""
    with opened(browser, address) as page:
        page.wait_for_selector("h1, h2")
        heading = page.evaluate("performance.now()")
        page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
        page.wait_for_function(
            "() => !document.querySelector('.lab-plot') "
            "|| document.querySelector('.lab-plot[data-drawn]')"
        )
        return heading, page.evaluate("performance.now()")
