"""The charts in the browser: they follow the controls, keep the view, and can be taken away."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
ZOOMED = """(name) => [...document.querySelectorAll('.lab-chart')].some((each) => {
  const plot = each.querySelector('.lab-plot');
  const range = plot._fullLayout?.xaxis.range.map(Math.round).join();
  return each.querySelector('b').innerText === name && range === '60,90';
})"""


def redrawn(page, chart: str, times: int) -> None:
    """Wait until a chart has been drawn so often."""
    page.wait_for_function(
        "([chart, times]) => [...document.querySelectorAll('.lab-chart')].some((each) =>"
        " each.querySelector('b').innerText === chart &&"
        " Number(each.querySelector('.lab-plot').dataset.drawn) >= times)",
        arg=[chart, times],
    )


def card(page, name: str):
    """A chart by its title."""
    return page.locator(".lab-chart", has=page.get_by_text(name, exact=True)).first


def test_the_ttl_slider_changes_the_hit_ratio(server, visit):
    """With the keyboard alone: a shorter TTL, a lower hit ratio, a new chart."""
    page = visit(f"{server.address}/playground")
    redrawn(page, "Hit ratio", 1)
    figure = page.get_by_test_id("stMetricValue").first
    before = float(figure.inner_text().rstrip("% "))
    slider = page.locator('input[aria-label="TTL"]')
    for _ in range(5):
        slider.press("ArrowLeft")
    page.wait_for_function(
        "(before) => document.querySelector('[data-testid=stMetricValue]').innerText !== before",
        arg=figure.inner_text(),
    )
    redrawn(page, "Hit ratio", 2)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    assert float(figure.inner_text().rstrip("% ")) < before - 5


def test_zoom_and_hidden_series_survive_a_slider_move(server, visit):
    """The chart is the same one with other data."""
    page = visit(f"{server.address}/playground")
    redrawn(page, "Read latency", 1)
    chart = card(page, "Read latency")
    chart.scroll_into_view_if_needed()
    plot = chart.locator(".lab-plot")
    plot.locator(".legendtoggle").first.click()
    page.wait_for_timeout(700)  # a second click at once would mean something else
    box = plot.locator(".nsewdrag").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.52, steps=4)
    page.mouse.up()
    page.wait_for_function(ZOOMED, arg="Read latency")
    drawn = int(plot.get_attribute("data-drawn"))
    page.locator('input[aria-label="TTL"]').press("ArrowLeft")
    redrawn(page, "Read latency", drawn + 1)
    assert page.evaluate(ZOOMED, "Read latency")
    assert plot.evaluate("(plot) => plot._fullData[0].visible") == "legendonly"


def test_a_chart_saves_its_data_and_its_picture(server, visit):
    """CSV, PNG and SVG from the buttons below it, with the keyboard alone."""
    page = visit(f"{server.address}/playground")
    redrawn(page, "Hit ratio", 1)
    chart = card(page, "Hit ratio")
    with page.expect_download() as csv:
        chart.get_by_role("button", name="Save CSV").click()
    lines = Path(csv.value.path()).read_text("utf-8").splitlines()
    assert lines[0] == "Time (s),Hit ratio (%)"
    assert len(lines) == 201
    chart.get_by_text("Picture", exact=True).press("Enter")
    for kind, start in (("PNG", b"\x89PNG"), ("SVG", b"<svg")):
        with page.expect_download() as picture:
            chart.get_by_role("button", name=f"Save as {kind}").press("Enter")
        assert Path(picture.value.path()).read_bytes().startswith(start)
        assert picture.value.suggested_filename == f"hit-ratio-cache-aside.{kind.lower()}"


def test_pictures_for_slides_and_print_have_their_sizes(server, visit):
    """1920 by 1080 pixels for a slide; 643 pixels, 170 mm, for print."""
    page = visit(f"{server.address}/playground")
    redrawn(page, "Read latency", 1)
    chart = card(page, "Read latency")
    chart.get_by_text("Picture", exact=True).click()
    found = {}
    for use in ("a slide", "print"):
        with page.expect_download() as picture:
            chart.get_by_role("button", name=f"Save for {use}").click()
        found[use] = Path(picture.value.path()).read_bytes()
    size = [int.from_bytes(found["a slide"][place : place + 4]) for place in (16, 20)]
    assert size == [1920, 1080]
    assert b'width="643"' in found["print"][:400]


def test_a_chart_is_printed_as_vectors_on_a_sheet_of_its_own_size(server, visit):
    """643 by 400 pixels are 482.25 by 300 points; letters are letters and nothing is a bitmap."""
    page = visit(f"{server.address}/playground")
    redrawn(page, "Read latency", 1)
    chart = card(page, "Read latency")
    chart.get_by_text("Picture", exact=True).press("Enter")
    chart.get_by_role("button", name="Print or save as PDF").press("Enter")
    page.locator("iframe.lab-paper[data-ready]").wait_for(state="attached")
    sheet = page.context.new_page()
    sheet.set_content(page.evaluate("document.querySelector('iframe.lab-paper').srcdoc"))
    assert sheet.title() == "latency-cache-aside"
    pdf = sheet.pdf(prefer_css_page_size=True)
    box = re.findall(rb"/MediaBox \[([^]]*)\]", pdf)
    assert [[round(float(each)) for each in one.split()] for one in box] == [[0, 0, 482, 300]]
    assert b"/Font" in pdf
    assert b"/Subtype /Image" not in pdf


def test_a_chart_has_words_and_a_table_for_those_who_do_not_see_it(server, visit):
    """A name that tells the outcome; a table with a row a window."""
    page = visit(f"{server.address}/playground")
    redrawn(page, "Hit ratio", 1)
    name = card(page, "Hit ratio").locator(".lab-plot").get_attribute("aria-label")
    assert name.startswith("Hit ratio over time: mean 7")
    card(page, "Hit ratio").get_by_text("Data table").click()
    assert card(page, "Hit ratio").locator("tr").count() == 201


def test_a_dark_page_has_dark_charts(server, visit):
    """The chart's paper is the page's."""
    page = visit(f"{server.address}/compare", color_scheme="dark")
    redrawn(page, "Cache-aside", 1)
    plot = card(page, "Cache-aside").locator(".lab-plot")
    assert plot.evaluate("(plot) => plot._fullLayout.paper_bgcolor") == "#0f141b"
    assert plot.evaluate("(plot) => plot._fullData[0].line.color") == "#56b4e9"
