"""No page has a serious barrier: axe-core looks at each, light and dark, menus and toggles open."""

import pytest

pytestmark = pytest.mark.browser
PAGES = ["", "playground", "compare", "stampede", "staleness", "durability", "traces", "live"]
PAGES += ["handbook", "lessons", "failures", "sweep", "advisor"]
DARK = ["", "compare", "failures", "lessons", "handbook", "advisor"]
"""Between them they show every kind of part that has colours of its own."""

AT_REST = """() => {
  const rests = document.querySelector('[data-test-script-state=notRunning]')
    && !document.querySelector('[data-stale=true]')
    && !document.getAnimations().some((each) => each instanceof CSSTransition);
  window.labRests = rests ? (window.labRests ?? 0) + 1 : 0;
  return window.labRests > 20;
}"""
"""For twenty pictures nothing has faded in or out: half-way its contrast is too low."""


def barriers(page) -> list[str]:
    """Serious and critical violations that are still there two seconds later."""
    found = violations(page)
    if found:
        page.wait_for_timeout(2000)
        found = violations(page)
    return found


def violations(page) -> list[str]:
    """Those of this moment, each with where it is."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - it may be missing

    page.wait_for_function(AT_REST)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['html'][:160]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


@pytest.mark.parametrize(
    ("scheme", "path"), [*(("light", each) for each in PAGES), *(("dark", each) for each in DARK)]
)
def test_a_page_has_no_serious_barrier(server, visit, path, scheme):
    pytest.importorskip("axe_playwright_python")
    page = visit(f"{server.address}/{path}", color_scheme=scheme)
    if path not in {"", "traces", "live", "lessons", "sweep", "advisor"}:
        page.locator(".lab-plot[data-drawn]").first.wait_for()
    assert barriers(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_revealed_lesson_has_no_serious_barrier(server, visit, settle, scheme):
    """With its exercises answered wrongly and rightly, and a request taken apart."""
    pytest.importorskip("axe_playwright_python")
    address = f"{server.address}/lessons?lesson=stampede&present=1"
    page = visit(address, color_scheme=scheme)
    page.get_by_role("spinbutton").first.fill("99")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Commit and reveal").click()
    page.get_by_text("become far more", exact=True).click()
    page.locator("button:enabled", has_text="Check").first.click()
    page.get_by_text("Take a single request apart").click()
    page.get_by_role("slider", name="Steps").wait_for()
    settle(page)
    assert barriers(page) == []


def test_the_open_menus_have_no_serious_barrier(server, visit):
    pytest.importorskip("axe_playwright_python")
    page = visit(f"{server.address}/playground")
    page.locator(".lab-plot[data-drawn]").first.wait_for()
    page.get_by_text("Watch the requests", exact=True).click()
    page.locator("section.flow").wait_for()
    page.get_by_role("button", name="Teach").click()
    page.get_by_text("Citation").wait_for()
    assert barriers(page) == []


def test_the_menu_opens_and_hands_out_with_the_keyboard_alone(server, visit):
    page = visit(f"{server.address}/playground")
    page.locator(".lab-plot[data-drawn]").first.wait_for()
    page.get_by_role("button", name="Teach").focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Handout (HTML)")
    button.wait_for()
    button.focus()
    with page.expect_download() as handed:
        page.keyboard.press("Enter")
    assert handed.value.suggested_filename == "playground.html"
