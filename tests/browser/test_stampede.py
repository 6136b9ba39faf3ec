"""The stampede page in the browser: opened first, an expiry clicked, a protection changed."""

import pytest

pytestmark = pytest.mark.browser
PICTURE = "The expiry at"


def panel(page, title: str):
    """The first chart of a trial: its loads in flight."""
    return page.locator(".lab-chart", has=page.get_by_text(title, exact=True)).first


def picture(page):
    """The picture of an expiry's readers."""
    return page.locator(".lab-chart", has=page.get_by_text(PICTURE)).first


def test_an_expiry_is_chosen_by_a_click_and_a_protection_is_taken_away(fresh_server, visit, settle):
    """On a server that nobody has visited; the picture follows both."""
    link = f"{fresh_server.address}/stampede?guards=single-flight&protections=none"
    page = visit(f"{link}&workload.duration_s=40")
    picture(page).get_by_text("6,424").or_(picture(page).get_by_text("1,512")).first.wait_for()
    plot = panel(page, "Single-flight").locator(".lab-plot[data-drawn]")
    plot.scroll_into_view_if_needed()
    plot.locator(".nsewdrag").click(position={"x": 60, "y": 60})
    picture(page).get_by_text("4 missed and loaded").first.wait_for()
    settle(page)
    page.get_by_role("button", name="Single-flight").first.click()
    picture(page).get_by_text("1,512 missed and loaded").first.wait_for()
    settle(page)
    assert panel(page, "Single-flight").count() == 0
    assert "guards=none" in page.url
