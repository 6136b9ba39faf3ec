"""A lesson's charts: a row of bars a measure with the closed form, and the run over time."""

from collections.abc import Mapping

import streamlit as st

from charts.bars import bars
from charts.multiples import Measure, multiples
from charts.theme import Figure
from lessons.lesson import Diagram, Lesson
from lessons.trial import tried
from metrics import DECLARATIONS, Report
from ui.chart import charts
from ui.exhibits import exhibits
from ui.explain import explain
from ui.lens import Course, over_time
from ui.panels import NARROWEST, all_figures, facts
from ui.verdict import figure_text


def diagrams(lesson: Lesson) -> None:
    """Requests step by step, where the lesson shows some."""
    if lesson.diagrams:
        st.caption("Step by step: real requests of a small simulated run, one for each outcome.")
        charts([diagram(each) for each in lesson.diagrams], "lesson diagrams", "24rem")


def diagram(which: Diagram) -> Figure:
    """A request as the handbook shows it."""
    shown = exhibits(which.kind, which.name)
    return next(each.figure for each in shown if each.outcome == which.ended)


def figures(lesson: Lesson, reports: Mapping[str, Report]) -> None:
    """All charts of a lesson's runs, and what happened in them."""
    first, width = next(iter(reports.values())), NARROWEST.get(len(reports), "18rem")
    charts(summaries(lesson, reports), key="lesson measures", narrowest="24rem")
    for course in lesson.lines:
        st.markdown(f"**{course.title} over time**")
        courses = [Course(course.column, name) for name in reports]
        key = f"lesson {course.column}"
        over_time(lines(course, reports), courses, first.scenario, key, width)
    explain(reports)
    facts(first)
    all_figures(reports)


def summaries(lesson: Lesson, reports: Mapping[str, Report]) -> list[Figure]:
    """Each measure of all worlds, with the closed form where there is one."""
    trials = tried(lesson.measures, reports)
    found = []
    for each in lesson.measures:
        values = {name: trial.values[each.name] for name, trial in trials.items()}
        laws = {name: trial.laws[each.name] for name, trial in trials.items()}
        note = "" if each.of else DECLARATIONS[each.name].description
        found.append(bars(each.heading, each.basic_unit, note, values, laws))
    return found


def lines(course: Measure, reports: Mapping[str, Report]) -> list[Figure]:
    """One measure over time, a panel a world."""
    timelines = {name: report.timeline for name, report in reports.items()}
    warmup_s = next(iter(reports.values())).scenario.workload.warmup_s
    totals = {name: total(course, report) for name, report in reports.items()}
    return multiples(timelines, warmup_s, course, totals)


def total(course: Measure, report: Report) -> str:
    """The measure over the whole run: its metric, or the most that it came to."""
    if course.column in report.figures:
        return figure_text(course.column, report.figures[course.column])
    return f"{report.timeline[course.column].max():,.0f} at most"
