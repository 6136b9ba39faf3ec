"""A sweep in the browser: the map fills, a click on a cell opens it in the Playground."""

import pytest

pytestmark = pytest.mark.browser
SMALL = (
    "workload.duration_s=4&workload.warmup_s=1&workload.keys=100&strategies=cache-aside,no-cache"
)


@pytest.fixture(autouse=True)
def own_store(monkeypatch, tmp_path):
    """Nobody has swept before."""
    monkeypatch.setenv("SWEEP_STORE", str(tmp_path / "runs.sqlite"))


def choose(page, label: str, text: str) -> None:
    """One of a list."""
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("combobox", name=label).fill(text)
    page.get_by_role("option", name=text).first.click()


def test_a_cell_of_the_map_opens_in_the_playground(fresh_server, visit, settle):
    """The lowest of six TTLs from 3 s to 300 s, at the lowest of six numbers of nodes."""
    page = visit(f"{fresh_server.address}/sweep?{SMALL}")
    page.get_by_text("Nothing swept yet").wait_for()
    choose(page, "Up", "Clients: App nodes")
    settle(page)
    page.get_by_role("spinbutton", name="Replications").fill("1")
    page.keyboard.press("Enter")
    page.get_by_text("144 cells, 144 runs").wait_for()
    page.get_by_role("button", name="Sweep", exact=True).click()
    page.get_by_text("Cells and files").wait_for(timeout=120_000)
    settle(page)
    plot = page.locator(".lab-plot[data-drawn]").first
    plot.scroll_into_view_if_needed()
    box = plot.locator(".nsewdrag").bounding_box()
    plot.locator(".nsewdrag").click(position={"x": 5, "y": box["height"] - 5})
    page.get_by_text("Move a control and see").wait_for()
    settle(page)
    assert "strategy.ttl_s=3&" in f"{page.url}&"
    assert "client.nodes=1&" in f"{page.url}&"


def test_a_sweep_is_stopped_and_goes_on(fresh_server, visit, settle):
    """Stop keeps what is done; the same button goes on from there."""
    page = visit(f"{fresh_server.address}/sweep?strategies=cache-aside,no-cache")
    page.get_by_role("button", name="Sweep", exact=True).click()
    page.get_by_text("runs/s").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("What is done is kept").wait_for()
    settle(page)
    assert page.get_by_role("button", name="Sweep", exact=True).is_enabled()
