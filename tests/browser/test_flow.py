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


def test_it_plays_pauses_steps_and_scrubs(server, visit):
    page, flow = opened(visit, server)
    begin = state(flow)
    page.wait_for_timeout(1000)
    playing = state(flow)
    assert playing["at"] > begin["at"]
    assert playing["frames"] > 10
    flow.get_by_role("button", name="Pause").click()
    still = state(flow)
    page.wait_for_timeout(200)
    assert state(flow)["at"] == still["at"]
    flow.get_by_role("button", name="One step forward").click()
    assert state(flow)["at"] > still["at"]
    flow.get_by_role("slider", name="Time").press("End")
    assert state(flow)["at"] > still["at"] + 0.1


def test_two_hundred_requests_at_once_still_move_smoothly(server, visit):
    """At least fifteen pictures a second, on a machine that draws without a graphics card."""
    query = "workload.rate_rps=12000&workload.duration_s=20&workload.warmup_s=5"
    page = visit(f"{server.address}/playground?{query}&database.connections=64")
    page.get_by_text("Watch the requests", exact=True).click()
    flow = page.locator("section.flow[data-state]")
    flow.wait_for()
    page.wait_for_timeout(1000)  # at first few have arrived
    before = state(flow)
    page.wait_for_timeout(1000)
    after = state(flow)
    assert min(before["shown"], after["shown"]) >= 200
    assert after["frames"] - before["frames"] >= 15


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
