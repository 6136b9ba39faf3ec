"""Long runs in the browser: how far they are, the way out, and a worker that dies."""

import os
import signal

import pytest

pytestmark = pytest.mark.browser
LONG = (
    "strategy=read-ahead&strategy.prefetch_keys=8&workload.rate_rps=3000&workload.duration_s=1500"
    "&workload.warmup_s=0&workload.keys=1000000&database.connections=200"
)


def test_a_long_run_shows_how_far_it_is_and_can_be_stopped(server, visit):
    """The bar comes after a second; Stop leaves a page that says how to go on."""
    page = visit(f"{server.address}/playground")
    page.goto(f"{server.address}/playground?{LONG}&seed=7")
    page.get_by_text("simulated, about").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("No result for these settings yet").wait_for()
    assert page.get_by_role("button", name="Run", exact=True).is_visible()


def test_a_killed_worker_gives_one_sentence_and_the_next_run_works(fresh_server, visit, settle):
    """The run is lost, the page is not."""
    page = visit(f"{fresh_server.address}/playground")
    page.goto(f"{fresh_server.address}/playground?{LONG}&seed=8")
    page.get_by_text("simulated, about").wait_for()
    for pid in fresh_server.workers():
        os.kill(pid, signal.SIGKILL)
    page.get_by_text("The process that computed this has died").wait_for()
    page.locator('input[aria-label="Duration"]').press("Home")
    page.get_by_test_id("stMetric").first.wait_for()
    settle(page)
    assert page.get_by_test_id("stMetric").count() == 6
