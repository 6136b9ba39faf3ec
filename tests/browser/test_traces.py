"""Uploads of traces in a real browser: a large one, and one that is too large."""

from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MB = 1_000_000
LIMIT_MB = 300
LINES = "".join(f"{n // 50},key{n * n % 977},4,100,1,get,0\n" for n in range(50_000))


def written(path: Path, least_b: int) -> int:
    """A trace of at least this size, written piece by piece; answers how many requests it has."""
    with path.open("w", encoding="ascii") as file:
        pieces = -(-least_b // len(LINES))
        for _ in range(pieces):
            file.write(LINES)
    return pieces * 50_000


def offered(visit, address: str):
    """The page with its file chooser."""
    page = visit(f"{address}/traces")
    page.get_by_text("Your file", exact=True).click()
    page.get_by_text(f"Up to {LIMIT_MB} MB").wait_for()
    return page, page.get_by_test_id("stMain").locator('input[type="file"]').last


def test_two_hundred_megabytes_are_read(server, visit, tmp_path):
    """Uploaded, recognised, counted and drawn; then a scenario is made from it."""
    requests = written(tmp_path / "large.csv", 200 * MB)
    page, chooser = offered(visit, server.address)
    chooser.set_input_files(tmp_path / "large.csv")
    page.get_by_text(f"{requests:,}", exact=True).wait_for(timeout=120_000)
    page.locator(".lab-plot[data-drawn]").nth(3).wait_for()
    page.get_by_role("button", name="Make a scenario").click()
    page.get_by_role("heading", name="Playground", exact=True).wait_for()
    page.get_by_test_id("stMetric").nth(5).wait_for()


def test_a_file_above_the_limit_is_refused_with_one_sentence(server, visit, tmp_path):
    """The page goes on as before."""
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate((LIMIT_MB + 20) * 1024 * 1024)
    page, chooser = offered(visit, server.address)
    chooser.set_input_files(tmp_path / "huge.csv")
    page.get_by_text(f"File must be {LIMIT_MB}.0MB or smaller").wait_for()
    assert page.get_by_text("Choose a file. Formats").is_visible()
