"""A newcomer's path through the first lesson, and the presenter's view."""

import re
from pathlib import Path

import pytest

from lessons.shelf import LESSONS
from ui.lesson_sheet import formulas

pytestmark = pytest.mark.browser


class Hand:
    """Clicks and keys, counted."""

    def __init__(self, page, settle):
        self.page, self.settle, self.moves = page, settle, 0

    def click(self, role: str, name: str):
        self.moves += 1
        self.page.get_by_role(role, name=name).first.click()
        self.settle(self.page)

    def press(self, control, key: str):
        self.moves += 1
        control.press(key)
        self.settle(self.page)


def test_a_newcomer_learns_compares_and_takes_a_handout_along(fresh_server, visit, settle):
    """Open, start a lesson, predict, reveal, move the slider, open Compare, take the handout."""
    page = visit(fresh_server.address)
    hand = Hand(page, settle)
    hand.click("link", "Open the lessons")
    hand.click("button", "Start")
    page.get_by_text("It does not spare the database more").click()
    hand.moves += 1
    settle(page)
    hand.click("button", "Commit and reveal")
    page.get_by_text("not so", exact=False).first.wait_for()
    page.locator(".lab-plot[data-drawn]").first.wait_for()
    slider = page.locator('input[aria-label="Request rate"]').first
    hand.press(slider, "ArrowRight")
    page.wait_for_url(re.compile(r"lesson=why-cache&at=600"))
    hand.click("button", "Open in Compare")
    page.wait_for_url(re.compile(r"/compare\?.*workload\.rate_rps=600"))
    page.get_by_role("heading", name="Compare", exact=True).wait_for()
    page.locator(".lab-plot[data-drawn]").first.wait_for()
    hand.click("button", "Teach")
    with page.expect_download() as handed:
        hand.click("button", "Handout (HTML)")
    handout = Path(handed.value.path()).read_text("utf-8")
    assert "600 requests/s for 60 s" in handout
    assert '<div class="chart" id="chart-1"' in handout
    assert hand.moves < 20


FOCUSED = """() => {
  let here = document.activeElement;
  while (here?.shadowRoot?.activeElement) here = here.shadowRoot.activeElement;
  const words = here.innerText || here.closest('label')?.innerText || '';
  return (here.getAttribute('aria-label') || words).trim().split('\\n').at(-1);
}"""
"""The name of what has the focus, without the icon before it."""


def tab_to(page, name: str, most: int = 80) -> None:
    """Go on with the tabulator until what has the focus is called so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == name:
            return
    pytest.fail(f"{name!r} is not reached by {most} presses of the tabulator")


def test_a_lesson_needs_no_mouse(server, visit, settle):
    """Predict, reveal, move the slider, open a table, answer, open Compare: by keys alone."""
    page = visit(f"{server.address}/lessons?lesson=one-key-format")

    def press(name: str, *keys: str) -> None:
        page.locator(":enabled, summary, label", has_text=name).first.wait_for()
        tab_to(page, name)
        for key in keys:
            page.keyboard.press(key)
            settle(page)

    press("Only the memory grows", "Space", "ArrowDown", "ArrowDown")
    press("Commit and reveal", "Enter")
    page.get_by_text("You said “Fewer hits, and stale answers”: right.").wait_for()
    page.locator(".lab-plot[data-drawn]").first.wait_for()
    page.locator('input[aria-label="TTL"]').wait_for()
    press("TTL", "ArrowLeft")
    page.wait_for_url(re.compile("at=20"))
    press("Data table", "Enter")
    assert page.locator(".lab-table tr").count() == 1 + 3
    press("From one format to two", "Space")
    press("Check", "Enter")
    page.get_by_text("You said “From one format to two”: right.").wait_for()
    press("Open in Compare", "Enter")
    page.get_by_role("heading", name="Compare", exact=True).wait_for()


def test_a_class_link_opens_first_thing_with_everything_set(fresh_server, visit):
    """On a server that nobody has visited; large type, no side bar, a code for cameras."""
    page = visit(f"{fresh_server.address}/lessons?lesson=not-found&at=60&present=1")
    assert page.get_by_role("heading", name="Caching “not found”").is_visible()
    assert not page.get_by_test_id("stSidebar").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
    page.get_by_role("button", name="Class link").click()
    page.get_by_role("img").first.wait_for()
    assert "lesson=not-found&at=60" in page.get_by_test_id("stCode").inner_text()
    assert "present" not in page.get_by_test_id("stCode").inner_text()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="End presentation").click()
    page.get_by_test_id("stSidebar").wait_for()


@pytest.mark.parametrize("path", ["", "playground", "compare", "handbook", "sweep"])
def test_every_page_has_a_presenter_s_view(server, visit, settle, path):
    """Large type and no side bar; the address keeps it, and the settings stay."""
    page = visit(f"{server.address}/{path}")
    page.get_by_role("button", name="Present", exact=True).click()
    page.wait_for_url(re.compile("present=1"))
    settle(page)
    assert not page.get_by_test_id("stSidebar").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
    page.get_by_role("button", name="End presentation").click()
    page.wait_for_url(re.compile("^(?!.*present=1)"))


@pytest.mark.parametrize("query", ["", "?lesson=cache-aside"])
def test_a_narrow_screen_has_no_sideways_scroll(server, visit, query):
    """At 420 pixels everything is as wide as the screen."""
    page = visit(f"{server.address}/lessons{query}", width=420)
    width = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert width <= 420


WIDEST = """() => Math.max(...[...document.querySelectorAll('.katex-html')].map((each) =>
  [...each.children].reduce((sum, part) => sum + part.getBoundingClientRect().width, 0)))"""


@pytest.mark.parametrize("slug", LESSONS)
def test_every_formula_is_typeset_and_fits_a_narrow_screen(server, visit, settle, slug):
    """None is shown as the source that could not be read, and none is cut off."""
    page = visit(f"{server.address}/lessons?lesson={slug}", width=420)
    page.get_by_role("button", name="Reveal without a prediction").click()
    page.locator(".katex-display").first.wait_for()
    settle(page)
    assert page.locator(".katex-display").count() == len(formulas(LESSONS[slug]))
    assert page.locator(".katex-error").count() == 0
    assert page.evaluate(WIDEST) <= 391
