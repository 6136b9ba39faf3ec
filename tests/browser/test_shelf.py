"""The run shelf in the browser: pin, ghost lines, the capsule out and in again."""

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
NAMES = """(names) => [...document.querySelectorAll('.lab-chart')].filter((each) =>
  each.querySelector('b').innerText === 'Hit ratio').some((each) => {
  const plot = each.querySelector('.lab-plot');
  const drawn = plot._fullData?.map((trace) => trace.name) ?? [];
  return names.every((name) => drawn.includes(name));
})"""


def pin(page, name: str, settle) -> None:
    """Pin the page's run under a name."""
    page.get_by_role("button", name="Run shelf").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Name", exact=True).press("Enter")
    settle(page)
    page.get_by_role("button", name="Pin this run").click()
    page.get_by_role("button", name="Run shelf (1)").wait_for()
    settle(page)
    page.keyboard.press("Escape")


def test_a_pinned_run_stays_behind_the_lines_and_beside_the_figures(server, visit, settle):
    """On the page where it was pinned, on another one, and in what that one hands out."""
    page = visit(f"{server.address}/playground")
    page.locator(".lab-plot[data-drawn]").first.wait_for()
    pin(page, "half a minute", settle)
    page.locator('input[aria-label="TTL"]').press("ArrowLeft")
    page.wait_for_function(NAMES, arg=["Hit ratio", "half a minute"])
    page.get_by_text("Below the figures: the change against half a minute").wait_for()
    page.get_by_role("link", name="Compare").click()
    page.get_by_role("heading", name="Compare", exact=True).wait_for()
    page.locator(".lab-plot[data-drawn]").first.wait_for()
    settle(page)
    drawn = page.locator(".lab-plot").first.evaluate("(plot) => plot.data.map((t) => t.name)")
    assert "half a minute" in drawn
    page.get_by_role("button", name="Teach").click()
    with page.expect_download() as handed:
        page.get_by_role("button", name="Handout (HTML)").click()
    handout = Path(handed.value.path()).read_text("utf-8")
    assert '<th scope="col">pinned: half a minute</th>' in handout
    assert '"name": "half a minute"' in handout


def test_a_capsule_is_computed_again_and_found_equal(server, visit, settle):
    """Somebody else opens it; one who has changed a figure is told so."""
    page = visit(f"{server.address}/playground?strategy.ttl_s=7")
    page.locator(".lab-plot[data-drawn]").first.wait_for()
    pin(page, "seven seconds", settle)
    page.get_by_role("button", name="Run shelf (1)").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save capsule").click()
    content = Path(saved.value.path()).read_text("utf-8")
    run = json.loads(content)["runs"][0]
    assert (run["name"], run["seed"]) == ("seven seconds", 1)
    other = visit(f"{server.address}/playground")
    other.get_by_role("button", name="Share and save").click()
    capsule = {"name": "a.json", "mimeType": "application/json", "buffer": content.encode()}
    other.locator('input[type="file"]').set_input_files(capsule)
    other.get_by_text("every figure equal to the last bit").wait_for()
    other.wait_for_function(NAMES, arg=["Hit ratio", "seven seconds"])
    settle(other)
    broken = content.replace('"hit_ratio": 0.', '"hit_ratio": 0.1')
    other.locator('input[type="file"]').set_input_files(
        {**capsule, "name": "b.json", "buffer": broken.encode()}
    )
    other.get_by_text("the capsule was changed").wait_for()
