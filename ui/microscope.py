"""The microscope on a page: the worst requests as a table, one of them as a sequence diagram."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from charts.lines import Sheet
from charts.sequence import sequence, table
from charts.theme import heading
from metrics.words import readable
from metrics.worst import FAILED, LOST, SLOW, STALE
from simulator import Scenario
from ui import runs
from ui.chart import charts
from ui.desk import RunError
from ui.exhibits import MEANING
from ui.looking import seen
from ui.story import Story, told
from ui.worst import WorstFold, WorstReport

SORTS = {SLOW: "Slowest", STALE: "Stalest", FAILED: "Failed", LOST: "Lost writes"}
OPEN, SORT, NEAR = "microscope", "microscope sort", "microscope near"
RUN = "microscope run"
"""Session state: is it open, on which requests, near which instant, of which run?"""
FLUSH_S = 2.0
"""A write's story goes on so long after its end, until the queue may have been flushed."""


def section(scenarios: Mapping[str, Scenario]) -> None:
    """The worst requests of some runs, one of them taken apart."""
    st.subheader("Request microscope", anchor=False)
    hint = "Runs the scenario once more and keeps the slowest, stalest, failed and lost requests."
    if not st.toggle("Take a single request apart", key=OPEN, help=hint):
        return
    reports = runs.run_all(scenarios, WorstFold)
    if not reports:
        return
    name = next(iter(reports))
    if len(reports) > 1:
        name = st.selectbox("Run", list(reports), format_func=heading, key=RUN)
    report = reports[name]
    if isinstance(report, WorstReport):
        chooser(report)


def chooser(report: WorstReport) -> None:
    """A sort, a table, a request."""
    kinds = [sort for sort in SORTS if (report.worst["why"] == sort).any()]
    if not kinds:
        st.markdown("No request of this run took any time, was stale, failed or was lost.")
        return
    if st.session_state.get(SORT) not in kinds:
        st.session_state[SORT] = kinds[0]
    sort = str(
        st.segmented_control(
            "Which", kinds, key=SORT, required=True, format_func=lambda each: SORTS[each]
        )
    )
    found = report.worst[report.worst["why"] == sort].reset_index(drop=True)
    st.caption("The worst of each hundredth of the run. Choose a row, or click the time lines.")
    picked: Any = st.dataframe(
        shown(found),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"microscope table {sort}",
        height=220,
        alt=f"{SORTS[sort]} requests, worst first",
    )
    place = chosen(found, picked.selection.rows)
    show(report, found.iloc[place])


def chosen(found: pd.DataFrame, rows: list[int]) -> int:
    """The row that was chosen, else the one nearest to a click, else the worst."""
    near_s = st.session_state.get(NEAR)
    if rows:
        return min(rows[0], len(found) - 1)
    if near_s is not None:
        return int((found["at_s"] - near_s).abs().to_numpy().argmin())
    return 0


def shown(found: pd.DataFrame) -> pd.DataFrame:
    """The requests in words."""
    return pd.DataFrame(
        {
            "Arrived": [f"{at_s:.3f} s" for at_s in found["at_s"]],
            "Request": ["write" if each else "read" for each in found["write"]],
            "Key": found["key"],
            "Node": found["node"],
            "Ended as": [MEANING[each] for each in found["outcome"]],
            "Latency": [readable(each, "s") for each in found["latency_s"]],
            "Age": [readable(each, "s") if each else "current" for each in found["age_s"]],
        }
    )


def show(report: WorstReport, request: Any) -> None:
    """One request as a sequence diagram, as far as the visitor wants to see it."""
    try:
        story = story_of(report.scenario, request)
    except RunError as error:
        st.warning(str(error), icon=":material/info:")
        return
    if story is None:
        st.markdown("This request asked nothing of cache or database.")
        return
    last = len(story.messages)
    key = f"microscope steps {report.scenario.hash()} {request['row']}"
    steps = st.slider("Steps", 1, last, last, key=key) if last > 1 else 1
    part = Story(story.lines, story.start, story.messages[:steps])
    charts([figure(part, request)], key="microscope diagram")


def story_of(scenario: Scenario, request: Any) -> Story | None:
    """The request's story; None where it has none."""
    at_s, written = float(request["at_s"]), bool(request["write"])
    late_s = FLUSH_S if written else 0.0
    until_s = at_s + float(request["latency_s"]) + late_s
    trace = seen(scenario, int(request["key"]), at_s, until_s)
    hero = trace.request(at_s, "write" if written else "read", int(request["node"]))
    if hero is None:
        return None
    story = told(trace, hero, stale=bool(request["behind"]), late_s=late_s)
    return story if story.messages else None


def figure(story: Story, request: Any) -> dict[str, Any]:
    """The story as a figure."""
    name = f"{'Write' if request['write'] else 'Read'} of key {request['key']}"
    lines = table(story.start, story.messages)[1:]
    sheet = Sheet(
        name,
        f"Arrived at {request['at_s']:.6f} s, took {readable(request['latency_s'], 's')}, "
        f"ended as: {MEANING[request['outcome']].lower()}",
        file=f"request-{request['row']}",
        alt=f"{name}: " + "; ".join(f"{a} to {b}: {what}" for _, a, b, what, *_ in lines),
    )
    return sequence(story.lines, story.start, story.messages, sheet)
