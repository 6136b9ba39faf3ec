"""Panels of the durability page."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st
from pydantic.fields import FieldInfo

from charts import losses as pictures
from charts.bars import bars
from charts.theme import time_unit
from metrics import DECLARATIONS, Report
from metrics.words import number, readable
from strategies.write_behind_settings import WriteBehindSettings
from ui import faults, pins
from ui.at_risk import Forecast, at_risk, forecast, rows_rps
from ui.bench import Bench
from ui.chart import charts
from ui.controls import attach
from ui.fields import title
from ui.fitting import VARIED
from ui.flushes import crashes_s
from ui.lens import Course, over_time
from ui.lost_words import account
from ui.panels import NARROWEST
from ui.verdict import NOTHING, figure_text

Reports = Mapping[str, Report]

PRICES = ("latency_write_s_p99", "rows_per_write")
VARIES = FieldInfo(
    title="Compare by", description="Write-behind with each value of this setting in turn."
)
COLUMNS = "21rem"
NEEDS = {
    "dirty_eviction": "Differs only where entries must leave: give the cache a capacity below the "
    "number of keys, or the entries a TTL below the flush interval.",
    "overflow": "Differs only where the queue fills up: lower its capacity below the dirty keys.",
    "rejected": "Differs only where the database rejects rows: raise its share of rejected keys.",
    "queue_at": "Differs where a node crashes instead of the cache tier.",
    "durability": "Differs only in a crash of the cache tier.",
}
"""What it takes for the values of a setting to make a difference."""


def chooser(bench: Bench) -> None:
    """What is compared, and what goes wrong."""
    fields = WriteBehindSettings.model_fields
    titles = {name: fields[name].title or name for name in VARIED}
    attach(
        st.segmented_control,
        "varied",
        VARIES,
        bench.varied,
        options=list(VARIED),
        required=True,
        format_func=titles.get,
        means=str,
    )
    st.caption(" ".join([fields[bench.varied].description or "", NEEDS.get(bench.varied, "")]))
    faults.chooser(bench)


def story(reports: Reports) -> None:
    """What the figures say, in words."""
    first, *rest = account(reports)
    st.info(f"**{first}**", icon=":material/campaign:")
    st.markdown("\n".join(f"- {sentence}" for sentence in rest))


def losses(reports: Reports) -> None:
    """Lost writes by cause, and how far back the oldest reaches."""
    st.subheader("What is lost", anchor=False)
    figures = [pictures.losses({name: causes(each) for name, each in reports.items()})]
    charts([*figures, figure(reports, "rpo_s")], key="losses", narrowest=COLUMNS)


def causes(report: Report) -> dict[str, int]:
    """The lost writes of a run by cause."""
    counts = {cause: report.figures.get(f"lost_{cause}") for cause in pictures.CAUSES}
    return {cause: int(count) for cause, count in counts.items() if count}


def figure(reports: Reports, name: str) -> dict:
    """One metric of every trial as bars."""
    declared = DECLARATIONS[name]
    values = {trial: each.figures[name] for trial, each in reports.items()}
    return bars(declared.title, declared.unit, declared.description, values | pins.values(name))


def unstored(reports: Reports) -> None:
    """Acknowledged writes that the database does not hold, over time."""
    st.subheader("What would be lost", anchor=False)
    st.caption(
        "Acknowledged writes that the database does not hold. A crash takes all of them; after it "
        "the line falls only as far as newer writes of the same keys are stored. What is left at "
        "the end is lost."
    )
    scenario = next(iter(reports.values())).scenario
    size = time_unit(scenario.workload.duration_s)[0]
    totals = {name: total(each) for name, each in reports.items()}
    timelines = {name: each.timeline for name, each in reports.items()}
    crashes = [at_s / size for at_s in crashes_s(scenario)]
    figures = pictures.unstored(timelines, scenario.workload.warmup_s, totals, crashes)
    courses = [Course("unstored_writes", name) for name in reports]
    over_time(figures, courses, scenario, "unstored", NARROWEST.get(len(figures), "18rem"))


def total(report: Report) -> str:
    """A trial's mean and peak, as a chart's second line has them."""
    mean, peak = report.figures["unstored_mean"], report.figures["unstored_peak"]
    return f"{number(round(mean or 0, 1))} on average, peak {number(peak or 0)}"


def price(reports: Reports) -> None:
    """What the database is spared, and what a write costs."""
    st.subheader("What it buys", anchor=False)
    laws = {name: forecast(each.scenario) for name, each in reports.items()}
    rows = {name: rows_rps(each) for name, each in reports.items()}
    closed = {name: each.rows_rps for name, each in laws.items()}
    coalescing = {name: each.coalescing for name, each in laws.items()}
    note = "Rows that the database writes; what is written again meanwhile is stored once"
    figures = [
        bars("Rows written", "1/s", note, rows, closed),
        compared(reports, "coalescing_ratio", coalescing),
        *(figure(reports, name) for name in PRICES),
    ]
    charts(figures, key="price", narrowest=COLUMNS)
    against_theory(reports, laws)


def compared(reports: Reports, name: str, closed: Mapping[str, float | None]) -> dict:
    """One metric of every trial beside the closed form."""
    declared = DECLARATIONS[name]
    values = {trial: each.figures[name] for trial, each in reports.items()}
    return bars(declared.title, "", declared.description, values, closed)


def against_theory(reports: Reports, laws: Mapping[str, Forecast]) -> None:
    """What was measured beside the closed form."""
    with st.expander("Beside the closed forms", icon=":material/functions:", expanded=True):
        rows = [row(name, each, laws[name]) for name, each in reports.items()]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Writes at risk and closed forms")
        st.caption(
            "At risk: unstored writes on average until the first fault, which is what a crash at "
            "a random instant costs. Lost: what this run lost. w: writes a second, F: flush "
            "interval, B: writes of a flush, x = wF of each key. The closed forms take a flush as "
            "instantaneous; one that lasts adds w times its time."
        )


def row(name: str, report: Report, law: Forecast) -> dict[str, str]:
    """One trial in the table."""
    risk = at_risk(report)
    return {
        "Trial": title(name),
        "At risk": NOTHING if risk is None else number(round(risk, 1)),
        "In theory": NOTHING if law.lost is None else number(round(law.lost, 1)),
        "Law": law.law,
        "Lost": figure_text("lost_writes", report.figures["lost_writes"]),
        "Oldest loss": figure_text("rpo_s", report.figures["rpo_s"]),
        "Rows written": readable(round(rows_rps(report), 1), "1/s"),
        "Rows, theory": NOTHING
        if law.rows_rps is None
        else readable(round(law.rows_rps, 1), "1/s"),
        "Write p50": figure_text("latency_write_s_p50", report.figures["latency_write_s_p50"]),
    }
