"""A Jupyter notebook that runs the scenarios again and rebuilds the figures."""

import json
from collections.abc import Iterator
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from export.material import Material
from export.shelf import Format

SETUP = """\
# Run this in the folder of the lab, with its requirements.txt installed.
import json
import plotly.graph_objects as go
from charts import course
from metrics import report
from simulator import Scenario, simulate
from simulator.version import VERSION"""

CHECK = """\
reports = {name: report(simulate(scenario)) for name, scenario in scenarios.items()}
for name, each in reports.items():
    found = json.loads(json.dumps(each.figures))
    differing = [metric for metric, value in figures[name].items() if found[metric] != value]
    note = "equal to the page's" if not differing else f"differ in {differing}"
    print(f"{name}: {len(found)} figures, {note} (lab {VERSION})")"""

REBUILT = """\
each = reports[{name!r}]
strategy, warmup_s = each.scenario.strategy.name, each.scenario.workload.warmup_s
for draw in (course.hit_ratio, course.database, course.latency, course.staleness):
    figure = draw(each.timeline, warmup_s, strategy)
    display(go.Figure(figure).update_layout(title=figure["layout"]["meta"]["title"]))"""


class Notebook(Format):
    """Scenarios, runs, a check against the page's figures, the time lines, the page's charts."""

    name, place, title = "notebook", 30, "Jupyter notebook"
    suffix, mime = "ipynb", "application/x-ipynb+json"
    hint = "Runs the scenarios again and rebuilds the figures."

    def make(self, material: Material) -> bytes:
        """The notebook; every run gives the same file."""
        cells = list(cells_of(material))
        for place, cell in enumerate(cells):
            cell["id"] = f"cell-{place}"
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
        book = new_notebook(cells=cells, metadata={"kernelspec": kernel})
        return str(nbformat.writes(book)).encode()


def cells_of(m: Material) -> Iterator[Any]:
    """From the question to the figures."""
    yield new_markdown_cell(f"# {m.title}\n\n{m.lead}\n\n{m.citation}")
    yield from told(m)
    yield new_code_cell(SETUP)
    yield new_code_cell(f"scenarios = json.loads({quoted(scenarios(m))})\n" + PARSED)
    yield new_code_cell(
        f"figures = json.loads({quoted({n: r.figures for n, r in m.all_runs.items()})})"
    )
    yield new_code_cell(CHECK)
    for name in m.all_runs:
        yield new_markdown_cell(f"## {name} over time, from this run")
        yield new_code_cell(REBUILT.format(name=name))
    yield new_markdown_cell("## The charts of the page, with the data they had there")
    for figure in m.figures:
        yield new_code_cell(f"go.Figure(json.loads({quoted(titled(figure))}))")


def told(m: Material) -> Iterator[Any]:
    """What there is to read and to think about."""
    if m.words.before:
        yield new_markdown_cell(m.words.before)
    for each in m.questions:
        options = "".join(f"\n- {option}" for option in each.options)
        answer = f"\n\n**Answer:** {each.answer}" if each in m.answered else ""
        yield new_markdown_cell(f"**Question.** {each.text}\n{options}{answer}")
    if m.answered and m.words.after:
        laws = "".join(f"\n\n$${each}$$" for each in m.words.formulas)
        yield new_markdown_cell(f"{m.words.after}{laws}")


PARSED = "scenarios = {name: Scenario.model_validate(each) for name, each in scenarios.items()}"


def scenarios(m: Material) -> dict[str, Any]:
    """Each run's scenario by the run's name."""
    return {name: dict(run.scenario) for name, run in m.all_runs.items()}


def titled(figure: Any) -> dict[str, Any]:
    """A figure whose title stands in it."""
    meta = figure["layout"]["meta"]
    name = ", ".join(filter(None, (meta["title"], meta.get("subject", ""))))
    return {"data": figure["data"], "layout": figure["layout"] | {"title": {"text": name}}}


def quoted(value: Any) -> str:
    """A value as JSON within a Python literal."""
    return repr(json.dumps(value, default=list))
