"""A PowerPoint deck whose charts are PowerPoint's own: click one and edit its data."""

from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.util import Inches, Pt

from charts.theme import Figure
from export.markdown import plain
from export.material import Material, parameters
from export.native import data_of, dress, lines_of, panels
from export.shelf import Format

WIDE, HIGH = 13.333, 7.5
"""Inches of a slide of 16 to 9."""
TITLE_ONLY, TITLE = 5, 0
MOST_ROWS = 12
"""Rows of a table that a slide holds legibly."""
MANY_LETTERS = 500
"""Longer texts are set smaller."""


class PowerPoint(Format):
    """A slide a chart, with the run in the notes; what is no chart of lines or bars is a table."""

    name, place, title = "powerpoint", 20, "PowerPoint, editable charts"
    suffix = "pptx"
    mime = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    hint = "A slide a chart; a click on one opens its data."

    def make(self, material: Material) -> bytes:
        """The deck."""
        deck = Presentation()
        deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
        opening(deck, material)
        text(deck, "What it is about", plain(material.words.before).splitlines())
        for each in material.questions:
            text(deck, "Predict first", [plain(each.text), *(f"☐  {o}" for o in each.options)])
        for figure in material.figures:
            slide(deck, material, figure)
        for each in material.answered:
            text(deck, "Answer", [plain(each.text), *plain(each.answer).splitlines()])
        if material.answered:
            text(deck, "What is to be seen", plain(material.words.after).splitlines())
        file = BytesIO()
        deck.save(file)
        return file.getvalue()


def opening(deck: Any, m: Material) -> None:
    """What it is about; all parameters in the notes."""
    page = deck.slides.add_slide(deck.slide_layouts[TITLE])
    page.shapes.title.text, page.placeholders[1].text = m.title, f"{m.lead}\n{m.caption}"
    page.placeholders[1].text_frame.paragraphs[0].font.size = Pt(20)
    page.placeholders[1].text_frame.paragraphs[-1].font.size = Pt(14)
    for shape, top, high in ((page.shapes.title, 1.6, 1.4), (page.placeholders[1], 3.2, 2.6)):
        put(shape, 0.8, top, WIDE - 1.6, high)
    told = [
        f"{name}: {path} = {value}"
        for name, run in m.all_runs.items()
        for path, value in parameters(run)
    ]
    page.notes_slide.notes_text_frame.text = "\n".join([m.citation, *told])


def put(shape: Any, left: float, top: float, width: float, height: float) -> None:
    """Place a shape, in inches."""
    shape.left, shape.top = Inches(left), Inches(top)
    shape.width, shape.height = Inches(width), Inches(height)


def slide(deck: Any, m: Material, figure: Figure) -> None:
    """One figure: its charts one below the other, its caption, what was run in the notes."""
    meta = figure["layout"]["meta"]
    name = ", ".join(filter(None, (meta["title"], meta.get("subject", ""))))
    page = named(deck, name)
    note = page.shapes.add_textbox(Inches(0.6), Inches(1.05), Inches(WIDE - 1.2), Inches(0.4))
    note.text_frame.text, note.text_frame.word_wrap = meta["note"], True
    note.text_frame.paragraphs[0].font.size = Pt(14)
    found = panels(figure)
    for place, each in enumerate(found):
        height = 5.2 / len(found)
        box = (Inches(0.6), Inches(1.5 + place * height), Inches(WIDE - 1.2), Inches(height - 0.05))
        kind, data = data_of(each)
        dress(page.shapes.add_chart(kind, *box, data).chart, each)
    if not found:
        grid(page, list(lines_of(figure))[: MOST_ROWS + 1])
    foot = page.shapes.add_textbox(Inches(0.6), Inches(6.85), Inches(WIDE - 1.2), Inches(0.4))
    foot.text_frame.text = m.caption
    foot.text_frame.paragraphs[0].font.size = Pt(10)
    page.notes_slide.notes_text_frame.text = f"{meta['alt']}\n{m.citation}"


def named(deck: Any, name: str) -> Any:
    """A slide with a title on top."""
    page = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    page.shapes.title.text = name
    page.shapes.title.text_frame.paragraphs[0].font.size = Pt(28)
    put(page.shapes.title, 0.6, 0.25, WIDE - 1.2, 0.75)
    return page


def grid(page: Any, rows: list[list[str]]) -> None:
    """A native table."""
    if not rows:
        return
    box = (Inches(0.6), Inches(1.6), Inches(WIDE - 1.2), Inches(0.36 * len(rows)))
    cells = page.shapes.add_table(len(rows), len(rows[0]), *box).table
    for line, row in enumerate(rows):
        for column, word in enumerate(row):
            cell = cells.cell(line, column)
            cell.text = word
            cell.text_frame.paragraphs[0].font.size = Pt(11)


def text(deck: Any, name: str, lines: list[str]) -> None:
    """A slide of words; none where there are none."""
    if not lines:
        return
    page = named(deck, name)
    box = page.shapes.add_textbox(Inches(0.8), Inches(1.4), Inches(WIDE - 1.6), Inches(5.2))
    box.text_frame.word_wrap = True
    box.text_frame.text = "\n".join(lines)
    size = Pt(18 if len("".join(lines)) > MANY_LETTERS else 24)
    for paragraph in box.text_frame.paragraphs:
        paragraph.font.size, paragraph.space_after = size, Pt(10)
