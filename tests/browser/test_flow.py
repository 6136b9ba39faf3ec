"""The flow view in the browser: it plays, pauses, steps, scrubs, and keeps still when asked to."""

import json

import pytest

pytestmark = pytest.mark.browser


def opened(visit, server, **look):
    """A page with the flow view, and its root."""
    page = visit(f"{server.address}/playground?workload.rate_rps=2000", **look)
    page.get_by_text("Watch the requests", exact=True).click()
    flow = page.locator("section.flow[data-state]")
    flow.wait_for()
    return page, flow


def state(flow) -> dict:
    """What the player says of itself."""
    return json.loads(flow.evaluate("(each) => each.dataset.state"))


MOVED = """(each, begin) => new Promise((done) => {
  const look = () => {
    const { at, frames } = JSON.parse(each.dataset.state);
    if (at > begin && frames > 10) done(frames); else setTimeout(look, 50);
  };
  look();
})"""
"""Waits until the player has gone on, however slowly it draws."""


def test_it_plays_pauses_steps_and_scrubs(server, visit):
    page, flow = opened(visit, server)
    begin = state(flow)
    assert flow.evaluate(MOVED, begin["at"]) > 10
    flow.get_by_role("button", name="Pause").click()
    still = state(flow)
    page.wait_for_timeout(200)
    assert state(flow)["at"] == still["at"]
    flow.get_by_role("button", name="One step forward").click()
    assert state(flow)["at"] > still["at"]
    flow.get_by_role("slider", name="Time").press("End")
    assert state(flow)["at"] > still["at"] + 0.1


CROWDED = """(each) => new Promise((done) => {
  let crowded = 0, frames = -1;
  const look = () => {
    const now = JSON.parse(each.dataset.state);
    if (now.frames !== frames) crowded = now.shown >= 200 ? crowded + 1 : 0;
    frames = now.frames;
    if (crowded > 10) done(now.shown); else setTimeout(look, 5);
  };
  look();
})"""
"""Waits until two hundred requests have been seen on some pictures in a row."""


def test_two_hundred_requests_at_once_still_move(server, visit):
    """Picture after picture shows them, on a machine that draws without a graphics card."""
    query = "workload.rate_rps=12000&workload.duration_s=20&workload.warmup_s=5"
    page = visit(f"{server.address}/playground?{query}&database.connections=64")
    page.get_by_text("Watch the requests", exact=True).click()
    flow = page.locator("section.flow[data-state]")
    flow.wait_for()
    assert flow.evaluate(CROWDED) >= 200


def test_the_keyboard_drives_it(server, visit):
    _, flow = opened(visit, server, reduced_motion="reduce")
    canvas = flow.locator("canvas[role=img]")
    canvas.press("ArrowRight")
    first = state(flow)["at"]
    canvas.press("ArrowRight")
    assert state(flow)["at"] > first
    canvas.press("ArrowLeft")
    assert state(flow)["at"] == pytest.approx(first)
    canvas.press(" ")
    assert flow.get_by_role("button", name="Pause").is_visible()


def test_nothing_moves_by_itself_for_those_who_want_no_motion(server, visit):
    page, flow = opened(visit, server, reduced_motion="reduce")
    before = state(flow)
    page.wait_for_timeout(400)
    assert state(flow) == before
    assert before["frames"] == 0
