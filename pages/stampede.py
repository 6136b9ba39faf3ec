"""Stampede: what happens when a hot key expires, without protection and with each of them."""

import streamlit as st

from ui import controls, flow, guards, microscope, panels, runs, shelf, stampede, state
from ui.explain import explain
from ui.trials import ablation, trials

bench = state.arrive("stampede")
head = panels.heading(
    "Stampede",
    "A hot key expires under load: each panel is the same world with another protection, on the "
    "very same requests.",
    bench,
)
guards.chooser(bench)

with st.sidebar:
    guards.settings(bench)
    controls.chosen(bench)
    controls.surroundings(bench)
    controls.seed(bench)

reports, lacking = runs.close_ups(trials(bench), ablation(bench))
shelf.shelf(head, reports)
if reports:
    stampede.story(reports)
    stampede.time_lines(reports)
    stampede.theory(reports)
    stampede.ablation(reports, lacking)
    panels.facts(reports["none"])
    explain(reports)
    panels.all_figures(reports)
    flow.section(trials(bench))
    microscope.section(trials(bench))
