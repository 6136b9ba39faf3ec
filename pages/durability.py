"""Durability: what write-behind saves, what it risks, and what a crash takes."""

import streamlit as st

from ui import controls, durability, microscope, panels, runs, shelf, state
from ui.explain import explain
from ui.flushes import THROUGH, trials

bench = state.arrive("durability")
head = panels.heading(
    "Durability",
    "Write-behind acknowledges before the database knows. What that saves, and what a crash "
    "takes: variants of it on the very same requests, with write-through beside them.",
    bench,
)
durability.chooser(bench)

with st.sidebar:
    controls.whole(bench, "Write-behind", [bench.varied])
    controls.world(bench)

reports = runs.run_all(trials(bench))
shelf.shelf(head, reports)
if reports:
    durability.story(reports)
    durability.losses(reports)
    durability.unstored(reports)
    durability.price(reports)
    panels.facts(reports[THROUGH])
    explain(reports)
    panels.all_figures(reports)
    microscope.section(trials(bench))
