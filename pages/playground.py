"""Playground: one strategy, every parameter at hand, what it does to figures and time lines."""

import streamlit as st

from ui import controls, faults, flow, microscope, panels, presets, runs, shelf, state
from ui.explain import explain

bench = state.arrive()
with runs.ahead(bench.scenario):
    head = panels.heading(
        "Playground",
        "Move a control and see what it does to hit ratio, staleness, latency and the database.",
        bench,
    )
    controls.strategy(bench)
    with st.sidebar:
        presets.menu()
        controls.chosen(bench)
        controls.world(bench)
        faults.section(bench)
    report = runs.run(bench.scenario)

shelf.shelf(head, shelf.only(report))
if report:
    panels.metric_row(report)
    panels.time_lines(report)
    panels.facts(report)
    explain({"": report})
    panels.all_figures(shelf.only(report))
    flow.section({"": bench.scenario})
    microscope.section({"": bench.scenario})
panels.rules(bench)
