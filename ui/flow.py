"""The flow view: the requests of a run on their way between clients, cache and database."""

from collections.abc import Mapping
from importlib.resources import files

import streamlit as st

from charts.theme import DARK, STYLES, heading
from simulator import Scenario
from ui import runs
from ui.flow_events import KINDS, WINDOWS, FlowFold, FlowReport

COLOURS = dict(
    zip(
        KINDS,
        (
            STYLES["cache-aside"].colour,
            STYLES["write-through"].colour,
            STYLES["read-ahead"].colour,
            STYLES["cache-forever"].colour,
            "#882255",
            STYLES["write-behind"].colour,
        ),
        strict=True,
    )
)
NAMES = ("Hit", "Stale answer", "Miss", "Waits for a load", "Failed", "Write")
HERE = files("ui")

_mount = st.components.v2.component(
    "lab_flow",
    html=HERE.joinpath("flow.html").read_text("utf-8"),
    css=HERE.joinpath("flow.css").read_text("utf-8"),
    js=HERE.joinpath("flow.js").read_text("utf-8"),
)


def section(scenarios: Mapping[str, Scenario]) -> None:
    """The animation, when somebody asks for it."""
    st.subheader("Flow", anchor=False)
    if not st.toggle("Watch the requests", key="flow", help="Plays a part of this very run."):
        return
    reports = runs.run_all(scenarios, FlowFold)
    if not reports:
        return
    name = next(iter(reports))
    if len(reports) > 1:
        name = st.selectbox("Run", list(reports), format_func=heading, key="flow run")
    report = reports[name]
    if isinstance(report, FlowReport):
        view(report)


def view(report: FlowReport) -> None:
    """One part of the run."""
    workload = report.scenario.workload
    width_s = (workload.duration_s - workload.warmup_s) / WINDOWS
    starts = [workload.warmup_s + width_s * place for place in range(WINDOWS)]
    place = st.select_slider(
        "From", range(WINDOWS), format_func=lambda each: f"{starts[each]:.4g} s", key="flow part"
    )
    requests, statements = report.requests[place], report.statements[place]
    if not requests:
        st.markdown("No request arrives in this part of the run.")
        return
    end_s = max(row[1] for row in requests)
    data = {
        "requests": requests,
        "statements": [row for row in statements if row[0] <= end_s],
        "connections": report.scenario.database.connections,
        "looks": [
            {"name": name, "light": light, "dark": DARK.get(light, light)}
            for name, light in zip(NAMES, COLOURS.values(), strict=True)
        ],
        "stamp": f"{report.scenario.hash()} {place}",
    }
    _mount(key="flow view", data=data, height="content")
    st.caption(
        f"{len(requests):,} requests of this run from {starts[place]:.4g} s on. A hit turns round "
        "at the cache, a miss goes on to the database; squares behind the database are statements "
        "that wait for a connection and are done within this part."
    )
