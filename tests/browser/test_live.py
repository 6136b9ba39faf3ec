"""A live run in the browser: progress, result, and the way out."""

import os
import re
import signal
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
SHORT = "workload.duration_s=2&workload.warmup_s=0.5&workload.keys=100"
LONG = "workload.duration_s=50"


def test_a_run_shows_measured_beside_simulated(server, visit):
    """From the button to the verdict, with a chart that is drawn."""
    page = visit(f"{server.address}/live?{SHORT}")
    page.get_by_text("Nothing measured yet").wait_for()
    page.get_by_role("button", name="Run for 2 s").click()
    page.get_by_text("lie inside the noise of 20 repeats").wait_for(timeout=60_000)
    page.locator(".lab-plot[data-drawn]").first.wait_for()
    page.locator(".legendtext", has_text="Simulated").first.wait_for()
    assert page.get_by_text("of the requests started more than 1 ms late").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_button_that_cannot_be_pressed_can_still_be_read(server, visit, scheme):
    """Its words have another colour than the page behind them."""
    page = visit(f"{server.address}/live?workload.duration_s=90", color_scheme=scheme)
    button = page.get_by_role("button", name="Run for 90 s")
    button.wait_for()
    assert button.is_disabled()
    words = button.locator("p").evaluate("(each) => getComputedStyle(each).color")
    behind = page.get_by_test_id("stApp").evaluate(
        "(each) => getComputedStyle(each).backgroundColor"
    )
    assert re.findall(r"\d+", words)[:3] != re.findall(r"\d+", behind)[:3]


def test_a_run_can_be_stopped_and_its_process_ends(fresh_server, visit):
    """Stop leaves a sentence and a page that can run again."""
    page = visit(f"{fresh_server.address}/live?{LONG}")
    page.get_by_role("button", name="Run for 50 s").click()
    page.get_by_text("% measured").wait_for()
    assert len(fresh_server.workers()) >= 1
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("The run was stopped; what it had made is removed.").wait_for()
    assert page.get_by_role("button", name="Run for 50 s").is_enabled()


def test_a_run_ends_with_the_server(fresh_server, visit):
    """SIGTERM to the server ends the process that measures."""
    page = visit(f"{fresh_server.address}/live?{LONG}")
    page.get_by_role("button", name="Run for 50 s").click()
    page.get_by_text("% measured").wait_for()
    workers = fresh_server.workers()
    os.kill(fresh_server.pid, signal.SIGTERM)
    until_s = time.monotonic() + 20
    while any(is_alive(pid) for pid in workers) and time.monotonic() < until_s:
        time.sleep(0.1)
    assert [pid for pid in workers if is_alive(pid)] == []


def is_alive(pid: int) -> bool:
    """Does a process run, and is it more than an entry in a table?"""
    try:
        with Path(f"/proc/{pid}/stat").open() as state:
            return state.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
