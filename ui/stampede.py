"""Panels of the stampede page."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from charts import ablation as bars
from charts import stampede as pictures
from charts.multiples import multiples
from charts.theme import time_unit
from metrics import DECLARATIONS
from metrics.words import number
from ui import choice as choosing
from ui.account import account
from ui.chart import charts
from ui.closeup import CloseReport
from ui.fields import title
from ui.forecast import deviation, forecast
from ui.lens import Course, over_time
from ui.panels import NARROWEST
from ui.trials import NONE
from ui.verdict import figure_text

Reports = Mapping[str, CloseReport]

LOST = ("loads", "latency_read_s_p99", "db_queue_peak")
"""What a stack without a member is judged by."""


def story(reports: Reports) -> None:
    """What happened, in words made from the figures."""
    first, *rest = account(reports)
    st.info("  \n".join([f"**{first}**", *rest[:1]]), icon=":material/campaign:")
    st.markdown("\n".join(f"- {sentence}" for sentence in rest[1:]))


def time_lines(reports: Reports) -> None:
    """Loads in flight, where an expiry is chosen; then queue, latency, reads."""
    choice = choosing.chosen(reports)
    warmup_s = reports[NONE].scenario.workload.warmup_s
    courses = {name: each.course() for name, each in reports.items()}
    totals = {name: per_expiry(each) for name, each in reports.items()}
    size = time_unit(reports[NONE].scenario.workload.duration_s)[0]
    line = (choice.trial, choice.expiry["start_s"] / size) if choice else None
    st.subheader("Loads in flight", anchor=False)
    st.caption("Of the watched keys, the most at once in each window. Click to choose an expiry.")
    charts(
        pictures.loads_in_flight(courses, warmup_s, totals, line),
        key="stampede in_flight",
        narrowest=narrowest(reports),
        on_click=partial(choosing.point, reports),
    )
    readers(reports, choice)
    for measure in pictures.MEASURES[1:]:
        st.subheader(measure.title, anchor=False)
        figures = multiples(courses, warmup_s, measure, figure_totals(reports, measure.column))
        of = [Course(measure.column, name) for name in reports]
        key = f"stampede {measure.column}"
        over_time(figures, of, reports[NONE].scenario, key, narrowest(reports))


def narrowest(reports: Reports) -> str:
    """The least width of a panel, so that rows come out even."""
    return NARROWEST.get(len(reports), "20rem")


def per_expiry(report: CloseReport) -> str:
    """Loads per expiry and the peak, as a chart's second line has them."""
    loads, peak = report.close_up.loads.mean, report.figures["stampede_peak"]
    return "none" if loads is None else f"{number(loads)} per expiry, peak {peak:,}"


def figure_totals(reports: Reports, column: str) -> dict[str, str]:
    """Each trial's figure over the run; a queue has its peak besides."""
    texts = {name: figure_text(column, each.figures[column]) for name, each in reports.items()}
    if column != "db_queue_mean":
        return texts
    peaks = {name: each.figures["db_queue_peak"] for name, each in reports.items()}
    return {name: f"{text} on average, peak {peaks[name]:,}" for name, text in texts.items()}


def readers(reports: Reports, choice: choosing.Choice | None) -> None:
    """The readers of the chosen expiry as a picture."""
    st.subheader("The readers of one expiry", anchor=False)
    if choice is None:
        st.markdown("No expiry in this run: shorten the TTL or lengthen the run.")
        return
    choosing.lists(reports, choice)
    picture = pictures.readers(choice.readers, choice.expiry, title(choice.trial))
    charts([picture], key="readers")
    complete_s = reports[choice.trial].close_up.complete_s
    if complete_s < choice.expiry["end_s"]:
        st.caption(f"Readers after {complete_s:.1f} s are not counted: the run has too many.")


def theory(reports: Reports) -> None:
    """Loads per expiry beside the closed forms, with the deviation."""
    st.subheader("What theory says", anchor=False)
    laws = {name: forecast(each.scenario) for name, each in reports.items()}
    marks, rows = {}, []
    for name, report in reports.items():
        measured, law = report.close_up.loads, laws[name]
        if measured.mean is None:
            continue
        expected = law.loads if law else None
        marks[title(name)] = pictures.Mark(measured.mean, measured.error, expected)
        rows.append(
            {
                "Trial": title(name),
                "Expiries": measured.expiries,
                "Loads per expiry": number(measured.mean),
                "Closed form": number(expected) if expected else "none for this setting",
                "Law": law.law if law else "",
                "Deviation": deviation(measured, expected),
            }
        )
    if marks:
        charts([pictures.against_theory(marks)], key="theory")
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Loads per expiry and closed forms")
    st.caption(
        "λ: reads a second of the key, D: load time, M: nodes. The closed forms take the pool as "
        "idle when the key expires; where a queue is left over, the first load takes longer and "
        "more readers miss. Set Connections to no limit to see them hold."
    )


def ablation(reports: Reports, missing: Reports) -> None:
    """What the stack loses without each of its members; `missing` is by the one left out."""
    st.subheader("The stack without each of its members", anchor=False)
    if not missing:
        st.markdown("Choose two or more protections as the stack to see what each contributes.")
        return
    whole = list(reports.values())[-1]
    found = {bars.WHOLE: whole, **missing}
    figures = [lost(found, name) for name in LOST]
    charts(figures, key="ablation", narrowest="20rem")


def lost(found: Reports, name: str) -> dict:
    """One measure of the stack and of what is left without each member."""
    if name == "loads":
        means = {trial: each.close_up.loads.mean for trial, each in found.items()}
        return bars.ablation("Loads per expiry", "", means)
    values = {trial: each.figures[name] for trial, each in found.items()}
    return bars.ablation(DECLARATIONS[name].title, DECLARATIONS[name].unit, values)
