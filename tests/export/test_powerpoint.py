"""The deck, read back; LibreOffice opens it where there is one."""

import os
import shutil
import subprocess
from io import BytesIO
from itertools import pairwise

import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE

from export.formats.powerpoint import PowerPoint
from tests.export.examples import material

OFFICES = ("soffice", "libreoffice")


@pytest.fixture(scope="module")
def deck():
    """The deck as PowerPoint reads it."""
    return Presentation(BytesIO(PowerPoint().make(material())))


def charts(deck):
    """All native charts in the order of the slides."""
    return [shape.chart for page in deck.slides for shape in page.shapes if shape.has_chart]


def test_a_slide_a_chart_and_a_slide_a_question_and_an_answer(deck):
    titles = [page.shapes.title.text for page in deck.slides]
    assert titles[:4] == ["Playground", "What it is about", "Predict first", "Predict first"]
    assert titles[-3:] == ["Answer", "Answer", "What is to be seen"]
    assert len(titles) == 4 + 5 + 3


def test_marks_of_markdown_do_not_stand_on_a_slide(deck):
    words = [s.text_frame.text for p in deck.slides for s in p.shapes if s.has_text_frame]
    assert "Which one?\n☐  This\n☐  That" in words
    assert "Which one?\nThe first." in words


def test_the_points_of_a_native_chart_are_the_figure_s(deck):
    figure, chart = material().figures[0], charts(deck)[0]
    line = next(trace for trace in figure["data"] if trace["mode"] != "text")
    points = [(x, y) for x, y in zip(line["x"], line["y"], strict=True) if y is not None]
    found = chart.plots[0].series[0]
    assert chart.chart_type == XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS
    assert list(zip(*map(list, (found.iter_values(),)), strict=True)) == [(y,) for _, y in points]
    assert len(points) > 100


def test_a_chart_can_be_edited_since_its_workbook_is_in_the_deck(deck):
    for chart in charts(deck):
        assert chart.part.chart_workbook.xlsx_part.blob.startswith(b"PK")


def test_bars_are_bars_with_their_names(deck):
    found = next(c for c in charts(deck) if c.chart_type == XL_CHART_TYPE.BAR_CLUSTERED)
    assert list(found.plots[0].series[0].values) == [0.25, 0.125]
    assert [str(each)[2:] for each in found.plots[0].categories] == ["Cache-aside", "Write-through"]


def test_a_sequence_diagram_is_a_table(deck):
    tables = [s.table for page in deck.slides for s in page.shapes if s.has_table]
    assert [cell.text for cell in tables[0].rows[1].cells][1:4] == ["client", "cache", "get"]


def test_the_run_stands_on_the_slide_and_in_the_notes(deck):
    page = next(p for p in deck.slides if any(shape.has_chart for shape in p.shapes))
    words = " ".join(shape.text_frame.text for shape in page.shapes if shape.has_text_frame)
    assert "seed 1" in words
    assert material().runs["Cache-aside"].hash in page.notes_slide.notes_text_frame.text


def test_shapes_of_a_slide_do_not_overlap(deck):
    for page in deck.slides:
        spans = sorted((shape.top, shape.top + shape.height) for shape in page.shapes)
        assert all(low[1] <= high[0] for low, high in pairwise(spans))


def test_libreoffice_opens_the_deck(tmp_path):
    office = next(filter(None, map(shutil.which, OFFICES)), None)
    if office is None:
        assert os.environ.get("CI") != "true", "LibreOffice must be here"
        pytest.skip(f"none of {', '.join(OFFICES)} is on the path")
    file = tmp_path / "deck.pptx"
    file.write_bytes(PowerPoint().make(material()))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file]
    subprocess.run(command, check=True, timeout=180, capture_output=True)
    pages = (tmp_path / "deck.pdf").read_bytes()
    assert pages.startswith(b"%PDF")
    assert len(pages) > 20_000
