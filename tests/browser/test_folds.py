"""Folded sections in the browser: opened by mouse or keyboard, they show controls that work."""

import pytest

pytestmark = pytest.mark.browser


def heading(page, name: str):
    """What opens and closes a section."""
    return page.locator("summary", has_text=name)


def test_a_section_is_drawn_when_it_is_opened(server, visit):
    """Its control then changes the scenario, and stays when the page is drawn again."""
    page = visit(f"{server.address}/playground")
    connections = page.locator('input[aria-label="Connections"]')
    heading(page, "Database").first.wait_for()
    assert connections.count() == 0
    heading(page, "Database").first.click()
    connections.press("ArrowLeft")
    page.wait_for_url("**database.connections=*")
    assert connections.is_visible()


def test_the_keyboard_opens_it_too(server, visit):
    """Enter on its heading; again, and it is closed."""
    page = visit(f"{server.address}/playground")
    head = heading(page, "Clients").first
    head.press("Enter")
    page.locator('input[aria-label="Retries"]').wait_for()
    head.press("Enter")
    page.locator('input[aria-label="Retries"]').wait_for(state="detached")
