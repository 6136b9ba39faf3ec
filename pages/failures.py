"""Failures: what goes wrong, what it does to the system, and whether the system comes back."""

import streamlit as st

from ui import controls, failures, faults, metastability, microscope, panels, runs, state
from ui.explain import explain

bench = state.arrive("failures")
panels.heading(
    "Failures",
    "Place faults on the time line and see what becomes of the system: slower, broken for a "
    "while, or down for good. The very same requests without the faults stand behind every line.",
    bench,
)
failures.chooser()
faults.editor(bench)

with st.sidebar:
    controls.strategy(bench)
    controls.chosen(bench)
    controls.world(bench)

reports = runs.run_all(failures.pair(bench))
report = reports.get(failures.STRUCK)
failures.time_line(bench, report)
if report:
    failures.story(reports)
    failures.table(report)
    failures.time_lines(reports)
    explain({"": report}, opened=True)
    metastability.section(bench, report)
    panels.facts(report)
    microscope.section(failures.pair(bench))
