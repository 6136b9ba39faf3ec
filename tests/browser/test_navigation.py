"""The browser's own buttons, and addresses that are opened directly."""

import re

import pytest

pytestmark = pytest.mark.browser
NAMES = ["Start", "Lessons", "Playground", "Compare", "Stampede", "Staleness", "Durability"]
NAMES += ["Failures", "Sweep", "Advisor", "Traces", "Live", "Handbook"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/compare", "Compare"),
        ("/playground", "Playground"),
        ("/stampede", "Stampede"),
        ("/live", "Live"),
    ],
)
def test_a_deep_link_as_first_request_shows_page_frame_and_menu(fresh_server, visit, path, name):
    """Nobody has opened the start page of this server before."""
    page = visit(f"{fresh_server.address}{path}?strategy.ttl_s=5")
    assert page.get_by_role("heading", name=name, exact=True).is_visible()
    menu = page.get_by_test_id("stSidebarNav")
    links = [link.split()[-1] for link in menu.get_by_role("link").all_inner_texts()]
    assert links == NAMES
    assert page.title() == "Cache Strategy Lab"
    assert page.get_by_role("dialog").count() == 0
    slider = page.locator('input[aria-label="TTL"]').first
    assert slider.get_attribute("aria-valuetext") == "5 s"


def test_the_address_follows_the_controls_and_back_and_reload_work(server, visit, settle):
    """Each step is a place to come back to; a reload stays there."""
    page = visit(f"{server.address}/playground")
    slider = page.locator('input[aria-label="TTL"]')
    slider.press("ArrowLeft")
    page.wait_for_url(re.compile(r"strategy\.ttl_s=20$"))
    settle(page)
    page.reload()
    settle(page)
    assert slider.get_attribute("aria-valuetext") == "20 s"
    page.go_back()
    page.wait_for_function("location.search === ''")
    page.locator('input[aria-label="TTL"][aria-valuetext="30 s"]').wait_for()


def test_both_pages_share_the_world(server, visit, settle):
    """What is set on one page stands on the other, also in its address."""
    page = visit(f"{server.address}/playground?workload.rate_rps=700")
    page.get_by_role("link", name="Compare").click()
    page.wait_for_url(re.compile(r"/compare\?workload\.rate_rps=700$"))
    settle(page)
    slider = page.locator('input[aria-label="Request rate"]')
    assert slider.get_attribute("aria-valuetext") == "700 /s"


def test_a_link_with_a_wrong_value_is_mended_and_the_repair_named(server, visit):
    """The address says what is shown; the rest of the link counts."""
    page = visit(f"{server.address}/playground?workload.rate_rps=-4&strategy.ttl_s=7")
    alert = page.get_by_role("alert")
    assert "workload.rate_rps must be at least 0.001, got -4" in alert.inner_text()
    page.wait_for_url(re.compile(r"rate_rps=0\.001"))
    slider = page.locator('input[aria-label="TTL"]')
    assert slider.get_attribute("aria-valuetext") == "7 s"
    page.get_by_test_id("stMetric").nth(5).wait_for()


def test_a_link_from_before_there_was_a_start_page_goes_on_to_the_playground(fresh_server, visit):
    """With its settings, also as the first request of a server."""
    page = visit(f"{fresh_server.address}/?strategy.ttl_s=5")
    page.wait_for_url(re.compile(r"/playground\?strategy\.ttl_s=5$"))
    page.locator('input[aria-label="TTL"][aria-valuetext="5 s"]').wait_for()
    assert page.get_by_role("dialog").count() == 0


WITHOUT_CHARTS = {"Lessons", "Sweep", "Advisor", "Live"}
"""Pages that have nothing to draw before they are asked."""


@pytest.mark.parametrize("name", NAMES)
def test_a_narrow_screen_has_no_sideways_scroll(server, visit, name):
    """At 420 pixels everything is as wide as the screen."""
    path = "" if name == "Start" else name.lower()
    page = visit(f"{server.address}/{path}", width=420)
    if name not in WITHOUT_CHARTS:
        page.locator(".lab-plot[data-drawn]").first.wait_for()
    widths = page.evaluate(
        "[document.documentElement, document.querySelector('[data-testid=stMain]')]"
        ".map((each) => each.scrollWidth)"
    )
    assert max(widths) <= 420
