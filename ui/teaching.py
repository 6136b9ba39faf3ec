"""The menu of what a page hands out: files for a lesson, the citation, the link as a picture."""

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlencode

import streamlit as st

from charts.theme import heading
from export import Format, Material, Question, Run, offered
from export.qr import qr_svg
from metrics import DECLARATIONS, Report
from simulator import Scenario
from simulator.version import VERSION
from ui.fields import tag_value
from ui.shown import Shown, shown
from ui.verdict import HEADLINE, figure_text

ANSWERS = "teaching answers"


def address() -> str:
    """The link that opens the page as it stands."""
    pairs = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    return f"{st.context.url or ''}{'?' if pairs else ''}{urlencode(pairs)}"


def menu(title: str, lead: str, worlds: Mapping[str, Scenario]) -> None:
    """Everything that a teacher may take from a page, whose runs are of these worlds at least."""
    link, page = address(), shown()
    with st.popover("Teach", icon=":material/school:"):
        st.caption("Take this page with you, as it stands")
        answers = st.toggle(
            "With answers", key=ANSWERS, help="Answers in handout, slides, notebook."
        )

        def made() -> Material:
            return material(title, lead, link, worlds, page, with_answers=answers)

        for kind in offered().values():
            button(kind(), title, made)
        st.caption("Citation")
        citation = material(title, lead, link, worlds, Shown()).citation
        st.code(citation, language=None, wrap_lines=True)
        code(link)


def button(kind: Format, title: str, made: Callable[[], Material]) -> None:
    """One format; the file is made when it is asked for."""
    st.download_button(
        kind.title,
        lambda: kind.make(made()),
        f"{'-'.join(re.findall('[a-z0-9]+', title.lower()))}.{kind.suffix}",
        kind.mime,
        key=f"teach {kind.name}",
        help=kind.hint,
        on_click="ignore",
        width="stretch",
    )


def code(link: str) -> None:
    """The link for the cameras of a class."""
    picture = qr_svg(link)
    if picture is None:
        st.caption("The link is too long for a QR code; save the scenario as a file instead.")
    else:
        st.image(picture, "The link for a projector", alt="QR code of the link to this page")


def material(
    title: str,
    lead: str,
    link: str,
    worlds: Mapping[str, Scenario],
    page: Shown,
    *,
    with_answers: bool = False,
) -> Material:
    """What a page has to hand out."""
    runs = {heading(name): run(each.scenario, each) for name, each in page.reports.items()}
    own = {heading(name): run(each, None) for name, each in worlds.items()}
    asked = page.questions or tuple(questions(page.reports))
    parts = (runs or own, page.figures, asked, with_answers, page.words)
    return Material(title, lead, link, VERSION, *parts)


def one_world(scenario: Scenario) -> dict[str, Scenario]:
    """The world of a page that has one, by its strategy."""
    return {str(tag_value(scenario.strategy)): scenario}


def run(scenario: Scenario, report: Report | None) -> Run:
    """A run as plain values."""
    figures = report.figures if report else {}
    return Run(scenario.model_dump(mode="json"), scenario.hash(), figures)


def questions(reports: Mapping[str, Report]) -> Iterator[Question]:
    """What a class can predict from the scenario alone; the answers are the runs' own figures."""
    for name in HEADLINE if reports else ():
        declared = DECLARATIONS[name]
        told = {
            heading(n): figure_text(name, each.figures.get(name)) for n, each in reports.items()
        }
        words = f"{declared.title}: {declared.description.rstrip('.')}."
        if len(told) == 1:
            yield Question(f"What will it be? {words}", next(iter(told.values())))
        else:
            answer = "; ".join(f"{n} {text}" for n, text in told.items())
            yield Question(f"Which of {', '.join(told)} comes out best? {words}", answer)
