"""The handout in a browser that has no network: its charts draw, in the figures' own colours."""

import pytest

from export.formats.handout import Handout
from tests.export.examples import material

pytestmark = pytest.mark.browser


def colours(trace) -> set[str]:
    """What a trace may be drawn in."""
    marks = trace.get("marker", {}).get("color")
    return {trace.get("line", {}).get("color"), *(marks if isinstance(marks, list) else [marks])}


def test_it_opens_without_a_network_and_draws_its_charts(browser, tmp_path):
    file = tmp_path / "handout.html"
    file.write_bytes(Handout().make(material()))
    context = browser.new_context(offline=True)
    page, asked, broken = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda said: broken.append(said.text) if said.type == "error" else None)
    page.goto(file.as_uri())
    page.wait_for_function("document.querySelectorAll('[data-drawn=yes]').length === 5")
    assert page.title() == "Playground"
    assert not broken
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    for place, figure in enumerate(material().figures, 1):
        drawn = page.evaluate(
            f"[...document.querySelectorAll('#chart-{place} .scatterlayer path.js-line')]"
            ".map((each) => each.style.stroke)"
        )
        wanted = {colour for trace in figure["data"] for colour in colours(trace)} - {None}
        assert {hexed(each) for each in drawn} <= wanted
        assert drawn or figure["data"][0]["type"] == "bar"
    context.close()


def test_it_prints_as_a_pdf(browser, tmp_path):
    file = tmp_path / "handout.html"
    file.write_bytes(Handout().make(material()))
    page = browser.new_page()
    page.goto(file.as_uri())
    page.wait_for_function("document.querySelectorAll('[data-drawn=yes]').length === 5")
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") > 2
    page.close()


def hexed(colour: str) -> str:
    """rgb(0, 114, 178) as #0072b2."""
    return "#" + "".join(f"{int(part):02x}" for part in colour.strip("rgb() ").split(","))
