"""The failures page in the browser: a moment marked, a fault taken away."""

import pytest

pytestmark = pytest.mark.browser
LINK = (
    "failures?workload.rate_rps=400&workload.duration_s=30&workload.warmup_s=8&workload.keys=2000"
    "&strategy.ttl_s=5&database.connections=4&faults=cache-crash&faults.cache-crash.at_s=20.4"
)


def test_the_time_line_follows_another_incident(fresh_server, visit):
    """Its faults go and others come: the strip shows the new ones over the new run."""
    page = visit(f"{fresh_server.address}/{LINK}")
    page.get_by_text("It recovered").wait_for()
    plot = page.locator(".lab-chart", has_text="The time line").locator(".lab-plot[data-drawn]")
    plot.get_by_text("Cache-crash").wait_for()
    page.get_by_role("button", name="Cache outage at 500/s").click()
    plot.get_by_text("Cache-outage").wait_for()
    page.get_by_role("button", name="Slow database").click()
    plot.get_by_text("Database-slowdown").wait_for()
    assert plot.get_by_text("Cache-outage").count() == 0


def test_a_moment_is_marked_and_the_fault_is_removed(fresh_server, visit, settle):
    """On a server that nobody has visited."""
    page = visit(f"{fresh_server.address}/{LINK}")
    page.get_by_text("It recovered").wait_for()
    chart = page.locator(".lab-chart", has=page.get_by_text("Goodput", exact=True)).first
    plot = chart.locator(".lab-plot[data-drawn]")
    chart.scroll_into_view_if_needed()
    plot.wait_for()
    shapes = plot.evaluate("(plot) => plot.layout.shapes.length")
    page.get_by_role("button", name="20.4 s").first.click()
    settle(page)
    chart.scroll_into_view_if_needed()
    page.wait_for_function(
        "([plot, more]) => plot.layout.shapes.length === more",
        arg=[plot.element_handle(), shapes + 1],
    )
    settle(page)
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("place a fault on its time line").wait_for()
    assert "faults=none" in page.url
