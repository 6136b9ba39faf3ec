"""Panels of the failures page."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from charts import strip as pictures
from charts.ghost import MEASURES, ghosted
from metrics import DECLARATIONS, Report
from metrics.strikes import strikes
from metrics.words import brief, instant, times
from simulator import Scenario
from ui import state
from ui.bench import Bench
from ui.chart import charts
from ui.fields import tag_value
from ui.incidents import INCIDENTS
from ui.lens import Course, over_time
from ui.verdict import NOTHING, figure_text

STRUCK, CALM = "with the faults", "without them"
"""The two runs of the page."""
EXTRA = {"failure_ratio": ("Failing requests", "1")}
"""Rows of the table that no metric of the run is called."""


def chooser() -> None:
    """Incidents to begin with."""
    st.caption("Begin with an incident, then change what you like.")
    box = st.container(horizontal=True)
    for name, each in INCIDENTS.items():
        box.button(
            each.title,
            key=f"incident {name}",
            help=each.lesson,
            on_click=state.set_up,
            args=(each.flat,),
        )


def pair(bench: Bench) -> dict[str, Scenario]:
    """The scenario, and the very same requests without the faults."""
    calm = bench.scenario.model_copy(update={"faults": ()})
    return {STRUCK: bench.scenario, CALM: calm}


def story(reports: Mapping[str, Report]) -> None:
    """The verdict in one sentence with its numbers."""
    report = reports[STRUCK]
    recovered, sentence = report.figures["recovered"], verdict(report)
    if recovered is None:
        st.info(f"**{sentence}**", icon=":material/campaign:")
    elif recovered:
        st.success(f"**{sentence}**", icon=":material/check_circle:")
    else:
        st.error(f"**{sentence}**", icon=":material/trending_down:")


def verdict(report: Report) -> str:
    """Whether the run came back, after how long, and how bad it was."""
    if not report.scenario.faults:
        return "Nothing goes wrong in this run: place a fault on its time line."
    if not report.incidents:
        return (
            "The fault strikes before there is a baseline to come back to: let it strike later "
            "after the warm-up."
        )
    took_s = report.figures["recovery_s"]
    if took_s is None:
        left = figure_text("latency_read_s_p99", last(report)["latency_read_s_p99"])
        return f"It did not recover by the end of the run: p99 is then {left}, {worst(report)}."
    after = f"{brief(took_s, 's')} after the faults were over" if took_s else "at once"
    return f"It recovered {after}: {worst(report)}."


def last(report: Report) -> dict[str, float]:
    """The figures of the last phase."""
    return {str(name): value for name, value in report.phases.iloc[-1].items()}


def worst(report: Report) -> str:
    """How far p99 went from the baseline."""
    usual_s = report.phases.iloc[0]["latency_read_s_p99"]
    highest_s = report.timeline["latency_read_s_p99"].max()
    rest = f"p99 was {brief(usual_s, 's')} before and {brief(highest_s, 's')} at worst"
    return rest + times(highest_s, usual_s)


def time_line(bench: Bench, report: Report | None) -> None:
    """The faults on the strip, with the phases of the run once it is known."""
    workload = bench.scenario.workload
    faults = [pictures.Part(*each[:3]) for each in strikes(bench.scenario)]
    parts = [] if report is None or report.phases.empty else list(phases_of(report))
    figure = pictures.strip(faults, parts, workload.warmup_s, workload.duration_s)
    charts([figure], key="strip")


def phases_of(report: Report) -> Iterator[pictures.Part]:
    """The phases as parts of the strip."""
    rows: Any = report.phases.itertuples()
    for row in rows:
        yield pictures.Part(row.phase, row.start_s, row.end_s)


def table(report: Report) -> None:
    """Figures before, during and after, one column a phase."""
    if report.phases.empty:
        return
    st.subheader("Before, during, after", anchor=False)
    parts: Any = report.phases.itertuples()
    columns: dict[str, int] = {column_name(part): part.Index for part in parts}
    measures = [str(each) for each in report.phases if each not in {"phase", "start_s", "end_s"}]
    rows = [
        {"": measure_title(measure)}
        | {name: text(measure, report.phases[measure][place]) for name, place in columns.items()}
        for measure in measures
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Figures of each phase")
    st.caption(
        "Back is a run whose p99 read latency, failures and database queue stay within 10 % of "
        "what they were before the first fault; what chance does to a span of the baseline is "
        "allowed for. Time to recover counts from the end of the last fault."
    )


def column_name(part: Any) -> str:
    """A phase with its time."""
    return f"{part.phase.capitalize()}, {instant(part.start_s)} to {instant(part.end_s)}"


def measure_title(name: str) -> str:
    """What a row of the table is called."""
    return DECLARATIONS[name].title if name in DECLARATIONS else EXTRA[name][0]


def text(name: str, value: float | None) -> str:
    """A figure of a phase."""
    if value is None or pd.isna(value):
        return NOTHING
    if name in EXTRA:
        return f"{value:.1%}"
    counted = name in DECLARATIONS and not DECLARATIONS[name].unit
    return figure_text(name, round(value, 2) if counted else float(f"{value:.4g}"))


def time_lines(reports: Mapping[str, Report]) -> None:
    """The run over time, the run without faults as a ghost."""
    struck = reports[STRUCK]
    strategy, warmup_s = tag_value(struck.scenario.strategy), struck.scenario.workload.warmup_s
    st.subheader("Over time", anchor=False)
    figures = ghosted(struck.timeline, reports[CALM].timeline, warmup_s, strategy)
    courses = [Course(each.column, STRUCK) for each in MEASURES]
    over_time(figures, courses, struck.scenario, "failures")
