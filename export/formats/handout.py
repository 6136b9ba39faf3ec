"""The handout: one HTML file that needs nothing else, to read, to click in and to print."""

import json
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from typing import Any

from charts.library import script
from charts.theme import COLOURWAY, Figure
from export.markdown import html
from export.material import Material, Question, parameters
from export.qr import qr_svg
from export.shelf import Format
from metrics import describe

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)
"""The file must not ask anybody for anything."""


class Handout(Format):
    """Interactive charts with their captions, the scenario, questions, the link and its code."""

    name, place, title = "handout", 10, "Handout (HTML)"
    suffix, mime = "html", "text/html"
    hint = "One file that works offline. Print it for paper or PDF."

    def make(self, material: Material) -> bytes:
        """The page, every word of it escaped."""
        parts = [*head(material), *body(material), *foot(material)]
        return "\n".join(parts).encode()


def head(m: Material) -> Iterator[str]:
    """Title, style, no way out."""
    style = files("export").joinpath("handout.css").read_text("utf-8")
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield f"<title>{escape(m.title)}</title>"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield f"<style>{style}</style></head><body><main>"


def body(m: Material) -> Iterator[str]:
    """What there is to read, in the order of a lesson."""
    yield f"<header><h1>{escape(m.title)}</h1><p>{escape(m.lead)}</p>"
    yield '<button type="button" id="print">Print or save as PDF</button></header>'
    yield section("", html(m.words.before))
    yield from questions(m)
    cards = [card(m, number, figure) for number, figure in enumerate(m.figures, 1)]
    yield section("Charts", "\n".join(cards))
    yield from results(m)
    yield from answers(m)
    yield section("Further reading", html("\n".join(f"- {each}" for each in m.words.reading)))
    yield from scenario(m)
    yield from source(m)


def section(name: str, content: str) -> str:
    """A part of the page; none where there is nothing in it."""
    top = f"<h2>{name}</h2>" if name else ""
    return f"<section>{top}{content}</section>" if content else ""


def card(m: Material, number: int, figure: Figure) -> str:
    """One chart: its name, its place, what was run."""
    meta = figure["layout"]["meta"]
    name = ", ".join(filter(None, (meta["title"], meta.get("subject", ""))))
    return (
        f"<figure><figcaption><b>Figure {number}. {escape(name)}</b> {escape(meta['note'])}"
        f'</figcaption><div class="chart" id="chart-{number}" role="img" '
        f'aria-label="{escape(meta["alt"])}"></div><p class="run">{escape(m.caption)}</p></figure>'
    )


def questions(m: Material) -> Iterator[str]:
    """What to think about first."""
    if m.questions:
        yield "<section><h2>Questions</h2><p>Predict first, then read the charts.</p><ol>"
        yield from map(asked, m.questions)
        yield "</ol></section>"


def asked(question: Question) -> str:
    """One question with boxes to tick, or with a line to write on."""
    ticks = "".join(f'<li class="tick">{escape(each)}</li>' for each in question.options)
    room = f"<ul>{ticks}</ul>" if ticks else '<div class="line"></div>'
    return f"<li>{html(question.text)}{room}</li>"


def answers(m: Material) -> Iterator[str]:
    """The answers, where they are wanted."""
    if m.answered:
        yield '<section class="page"><h2>Answers</h2><ol>'
        yield from (f"<li>{html(each.text)}{html(each.answer)}</li>" for each in m.answered)
        yield f"</ol>{html(m.words.after)}</section>"


def results(m: Material) -> Iterator[str]:
    """The figures of every run; what applies to none of them is left out."""
    found = (
        name for run in m.runs.values() for name, value in run.figures.items() if value is not None
    )
    names = list(dict.fromkeys(found))
    if names:
        rows = [[*describe(n), *(shown(r.figures.get(n)) for r in m.runs.values())] for n in names]
        yield f"<section><h2>Figures</h2>{table(['Metric', 'Unit', *m.runs], rows)}</section>"


def shown(value: float | None) -> str:
    """A figure with the digits that count."""
    return "" if value is None else f"{value:,.4g}" if isinstance(value, float) else f"{value:,}"


def scenario(m: Material) -> Iterator[str]:
    """Every parameter of every run, side by side."""
    columns = [dict(parameters(run)) for run in m.runs.values()]
    paths = list(dict.fromkeys(path for column in columns for path in column))
    rows = [[path, *(column.get(path, "") for column in columns)] for path in paths]
    yield f'<section class="page"><h2>Scenario</h2>{table(["Parameter", *m.runs], rows)}</section>'


def table(names: list[str], rows: list[list[str]]) -> str:
    """A table with a head; the first column names the rows."""
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    lines = "".join(f"<tr>{cells(row)}</tr>" for row in rows)
    whole = f"<table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table>"
    return f'<div class="table" tabindex="0">{whole}</div>'


def cells(row: list[str]) -> str:
    """A row's name and its values."""
    rest = "".join(f"<td>{escape(each)}</td>" for each in row[1:])
    return f'<th scope="row">{escape(row[0])}</th>{rest}'


def source(m: Material) -> Iterator[str]:
    """Where it comes from and the way back."""
    link = escape(m.link)
    yield f'<footer><div><p>{escape(m.citation)}</p><p><a href="{link}">{link}</a></p></div>'
    yield f"{qr_svg(m.link) or ''}</footer></main>"


def foot(m: Material) -> Iterator[str]:
    """The chart library once, the figures, and the lines that draw them."""
    drawing = files("export").joinpath("handout.js").read_text("utf-8")
    yield f"<script>{script().decode()}</script>"
    figures = inline(list(map(plain, m.figures)))
    yield f'<script type="application/json" id="figures">{figures}</script>'
    yield f"<script>{drawing}</script></body></html>"


def plain(figure: Figure) -> Figure:
    """A figure without a look that only the page would give it."""
    more = {"autosize": True, "colorway": COLOURWAY, "template": {}}
    return {"data": figure["data"], "layout": figure["layout"] | more}


def inline(value: Any) -> str:
    """JSON that cannot end the script it stands in."""
    return json.dumps(value, default=list).replace("<", "\\u003c").replace("&", "\\u0026")
