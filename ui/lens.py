"""The lens: charts over time in which a click opens the microscope on the worst request there."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from charts.theme import Figure, time_unit
from metrics.worst import FAILED, LOST, SLOW, STALE
from simulator import Scenario
from ui.chart import charts
from ui.microscope import NEAR, OPEN, RUN, SORT

SORT_OF = {
    "latency_read_s_p99": SLOW,
    "stale_read_ratio": STALE,
    "failure_ratio": FAILED,
    "unstored_writes": LOST,
}
"""Which requests a measure over time tells of."""
HINT = "Click to take the worst request near here apart, below"


class Course(NamedTuple):
    """What a chart over time is of: a measure, and the run; no name where there is one run."""

    column: str
    run: str = ""


def over_time(
    figures: Sequence[Figure],
    courses: Sequence[Course],
    scenario: Scenario,
    key: str,
    narrowest: str = "26rem",
) -> None:
    """Show charts over time, one a course; those of slow, stale or lost requests take clicks."""
    size_s = time_unit(scenario.workload.duration_s)[0]
    for figure, course in zip(figures, courses, strict=True):
        if course.column in SORT_OF:
            figure["layout"]["meta"]["clicks"] = HINT
    charts(figures, key, narrowest, lambda place, x: point(courses[place], x * size_s))


def point(course: Course, at_s: float) -> None:
    """A chart was clicked: open the microscope on the worst request near that instant."""
    state = st.session_state
    state[OPEN], state[SORT], state[NEAR] = True, SORT_OF[course.column], at_s
    if course.run:
        state[RUN] = course.run
