"""The pages Staleness and Durability in the browser: opened first, a control moved."""

import pytest

pytestmark = pytest.mark.browser


def card(page, title: str):
    """A chart by its title."""
    return page.locator(".lab-chart", has=page.get_by_text(title, exact=True)).first


def test_the_staleness_page_draws_and_looks_for_another_race(server, visit, settle):
    """Bars are drawn; with versions the explorer finds no race."""
    page = visit(f"{server.address}/staleness?workload.duration_s=40&workload.rate_rps=60")
    card(page, "Stale share of hits").locator(".lab-plot[data-drawn]").wait_for()
    assert page.get_by_text("serves most that is stale").count() == 1
    page.get_by_role("combobox", name="On a write").scroll_into_view_if_needed()
    card(page, "Stale for as long as the entry stays").locator(".lab-plot[data-drawn]").wait_for()
    page.get_by_role("button", name="Open").last.click()
    page.get_by_role("option", name="Versioned-set").click()
    page.locator('[data-testid="stAlertContentSuccess"]').wait_for()
    settle(page)
    assert card(page, "Stale for as long as the entry stays").count() == 0


def test_a_crash_is_taken_from_the_durability_page(server, visit, settle):
    """The words, the marks and the address follow the control."""
    page = visit(f"{server.address}/durability", width=420)
    page.get_by_text("A cache crash at 51.4 s").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 420
    page.get_by_role("button", name="Cache-crash").first.click()
    page.get_by_text("Nothing crashed in these runs").wait_for()
    settle(page)
    assert "faults=none" in page.url
