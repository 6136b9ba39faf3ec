"""The notebook runs from top to bottom and finds the page's figures again."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from export.formats.notebook import Notebook
from tests.export.examples import beside_pinned, material

ROOT = Path(__file__).parents[2]


def book():
    """The notebook of a run beside a pinned one, as Jupyter reads it."""
    return nbformat.reads(Notebook().make(beside_pinned()).decode(), as_version=4)


def test_the_notebook_is_valid_and_the_same_every_time():
    nbformat.validate(book())
    assert Notebook().make(material()) == Notebook().make(material())


def test_the_formula_of_a_lesson_is_typeset_with_its_answers():
    words = [cell.source for cell in book().cells if cell.cell_type == "markdown"]
    assert any(text.endswith(r"$$h = \lambda T$$") for text in words)
    assert any("**Answer:** The *first*." in text for text in words)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::RuntimeWarning")
def test_it_runs_from_top_to_bottom_and_every_figure_is_rebuilt():
    done = book()
    NotebookClient(done, timeout=240, resources={"metadata": {"path": str(ROOT)}}).execute()
    printed = "".join(o.get("text", "") for cell in done.cells for o in cell.get("outputs", ()))
    assert printed.count("figures, equal to the page's") == 2
    drawn = [
        output
        for cell in done.cells
        for output in cell.get("outputs", ())
        if "application/vnd.plotly.v1+json" in output.get("data", {})
    ]
    assert len(drawn) == 2 * 4 + len(material().figures)
