"""Panels: the parts of a page that show something."""

import inspect
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts import course
from charts.multiples import MEASURES, multiples
from metrics import DECLARATIONS, Report
from simulator.run import notes
from strategies.shelf import STRATEGIES
from ui import pins, presenter, state, teaching
from ui.bench import Bench
from ui.fields import tag_value, title
from ui.folds import fold
from ui.lens import Course, over_time
from ui.link import to_json
from ui.shelf import open_capsule
from ui.verdict import HEADLINE, NOTHING, against, figure_text, headline, ranking

IN_THREES = "max(20rem, 26%)"
NARROWEST = {2: "20rem", 3: "20rem", 4: "15rem", 5: IN_THREES, 6: IN_THREES}
"""The least width of a panel by how many there are, so that rows come out even."""
IN_PAIRS = "max(26rem, 34%)"
"""The least width of a panel of which two stand in a row at most."""


def metric_row(report: Report) -> None:
    """The figures that a run is judged by."""
    grid = st.grid("auto", min_column_width=140)
    for name, verdict in headline(report).items():
        declared, found = DECLARATIONS[name], pins.delta(name, report.figures)
        shown = against(name, found) if found else verdict
        grid.metric(
            declared.title,
            figure_text(name, report.figures[name]),
            shown.text,
            delta_color=shown.colour,
            delta_arrow="off",
            help=declared.description,
            border=True,
            height="stretch",
        )
    if pins.pins():
        st.caption(f"Below the figures: the change against **{pins.latest()}**, pinned last.")


def time_lines(report: Report) -> None:
    """The run over time."""
    strategy = tag_value(report.scenario.strategy)
    warmup_s = report.scenario.workload.warmup_s
    draw = (course.hit_ratio, course.database, course.latency, course.staleness)
    figures = [each(report.timeline, warmup_s, strategy) for each in draw]
    shown = ("hit_ratio", "db_read_rps", "latency_read_s_p99", "stale_read_ratio")
    courses = [Course(column) for column in shown]
    over_time(figures, courses, report.scenario, "time lines", IN_PAIRS)


def small_multiples(reports: Mapping[str, Report]) -> None:
    """Each measure for all strategies, on equal axes."""
    timelines = {name: report.timeline for name, report in reports.items()}
    scenario = next(iter(reports.values())).scenario
    warmup_s = scenario.workload.warmup_s
    for measure in MEASURES:
        column = measure.column
        totals = {n: figure_text(column, report.figures[column]) for n, report in reports.items()}
        st.subheader(measure.title, anchor=False)
        figures = multiples(timelines, warmup_s, measure, totals)
        courses = [Course(column, name) for name in reports]
        width = NARROWEST.get(len(figures), "20rem")
        over_time(figures, courses, scenario, f"multiples {column}", width)


def ranking_table(reports: Mapping[str, Report]) -> None:
    """The metrics of every strategy, who is best, and by how much; the rest folded away."""
    reports = {**reports, **pins.beside()}
    figures = {name: report.figures for name, report in reports.items()}
    show_ranking(figures, HEADLINE, "The main metrics by strategy, with the best of each")
    st.caption("One run each, on the same requests: take small leads for chance.")
    fold("All metrics", "table", partial(other_metrics, reports))


def other_metrics(reports: Mapping[str, Report]) -> None:
    """The metrics that are not among the main ones."""
    figures = {name: report.figures for name, report in reports.items()}
    rest = [name for name in DECLARATIONS if name not in HEADLINE]
    show_ranking(figures, rest, "The other metrics by strategy, with the best of each")
    save("Save all as CSV", reports, "comparison.csv")


def show_ranking(
    figures: Mapping[str, Mapping[str, Any]], metrics: Sequence[str], alt: str
) -> None:
    """A ranking as a table."""
    st.dataframe(ranking(figures, metrics), hide_index=True, alt=alt, width="stretch")


def all_figures(reports: Mapping[str, Report]) -> None:
    """Every metric of some runs beside the pinned ones, folded away."""
    fold("All figures", "table", partial(figures_table, reports))


def figures_table(reports: Mapping[str, Report]) -> None:
    """One row a metric, one column a run; what applies to none is left out."""
    columns = {title(name): all_of(report, told=True) for name, report in reports.items()}
    columns |= {title(name): all_of(report) for name, report in pins.beside().items()}
    table = pd.DataFrame(columns).rename(index=lambda n: DECLARATIONS[n].title)
    table["Meaning"] = [declared.description for declared in DECLARATIONS.values()]
    known = table[(table.drop(columns="Meaning") != NOTHING).any(axis=1)]
    st.dataframe(known.rename_axis("Metric").reset_index(), hide_index=True, alt="All figures")
    if pins.pins():
        st.caption(f"In brackets: the change against **{pins.latest()}**, pinned last.")
    save("Save figures as CSV", {**reports, **pins.beside()}, "figures.csv")


def save(label: str, reports: Mapping[str, Report], file: str) -> None:
    """A button that hands out figures; the file is made when it is asked for."""
    made = partial(figures_csv, reports)
    st.download_button(label, made, file, "text/csv", on_click="ignore")


def all_of(report: Report, *, told: bool = False) -> dict[str, str]:
    """All figures of a run; `told` adds how each differs from that of the run pinned last."""
    figures = {name: report.figures.get(name) for name in DECLARATIONS}
    texts = {name: figure_text(name, value) for name, value in figures.items()}
    deltas = {name: pins.delta(name, figures) for name in figures if told}
    return texts | {n: f"{texts[n]} ({against(n, d).text})" for n, d in deltas.items() if d}


def figures_csv(reports: Mapping[str, Report]) -> str:
    """Figures as a table, one row a metric, one column a strategy, in basic units."""
    table = pd.DataFrame({name: report.figures for name, report in reports.items()})
    units = [DECLARATIONS[n].unit if n in DECLARATIONS else "" for n in table.index]
    table.insert(0, "unit", units)
    return table.to_csv(index_label="metric")


def facts(report: Report) -> None:
    """What was run, in one line."""
    scenario, workload = report.scenario, report.scenario.workload
    counted_s = workload.duration_s - workload.warmup_s
    st.caption(
        f"{report.figures['requests']:,} requests in {counted_s:g} s counted, after a warm-up of "
        f"{workload.warmup_s:g} s · seed {scenario.seed} · {report.engine} engine"
    )
    for note in notes(scenario):
        st.caption(f"{note[0].upper()}{note[1:]}.")


def rules(bench: Bench) -> None:
    """How the strategy works: its own words and its own source."""
    strategy = tag_value(bench.scenario.strategy)
    fold(f"How {strategy} works", "menu_book", partial(source, STRATEGIES[strategy]), name="rules")


def source(kind: type[Any]) -> None:
    """A class's docstring and its code."""
    st.markdown(inspect.cleandoc(kind.__doc__ or ""))
    st.code(inspect.getsource(kind), language="python")


def share(bench: Bench) -> None:
    """The link, the file, and the way back from a file."""
    with st.popover("Share and save", icon=":material/ios_share:"):
        st.caption("This link opens the page as it stands")
        query = urlencode(st.query_params.to_dict())
        st.code(f"{st.context.url}{'?' if query else ''}{query}", language=None, wrap_lines=True)
        file = to_json(bench)
        st.download_button(
            "Save scenario", file, "scenario.json", "application/json", on_click="ignore"
        )
        st.file_uploader(
            "Open a scenario or a capsule",
            type="json",
            key="upload",
            on_change=take_upload,
            max_upload_size=1,
        )
        st.button("Back to the defaults", on_click=state.reset)


def take_upload() -> None:
    """A file was chosen: take the bench from it, or the runs of a capsule."""
    upload = st.session_state["upload"]
    if upload is not None:
        state.restore(upload.getvalue(), open_capsule)


def heading(text: str, lead: str, bench: Bench) -> DeltaGenerator:
    """A page's name, what it is for, and the way to share it; answers with room for the shelf."""
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.header(text, anchor=False, width="stretch")
        room = st.container(width="content")
        teaching.menu(text, lead, teaching.one_world(bench.scenario))
        presenter.button()
        share(bench)
    st.markdown(lead)
    return room
