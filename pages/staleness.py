"""Staleness: every way of telling the cache of a write, measured against the truth."""

import streamlit as st

from ui import controls, faults, microscope, panels, runs, shelf, staleness, state
from ui.explain import explain
from ui.ways import VARIED, other_ttls, ways

bench = state.arrive("staleness")
head = panels.heading(
    "Staleness",
    "When does the cache hear of a write? Every way on the very same requests: how many answers "
    "are out of date, how old they are, and who notices.",
    bench,
)

with st.sidebar:
    controls.whole(bench, "Invalidation", VARIED)
    controls.world(bench)
    faults.section(bench)

trials = ways(bench)
reports, others = runs.truths(trials, other_ttls(bench))
shelf.shelf(head, reports)
if reports:
    staleness.story(reports)
    staleness.side_by_side(reports)
    staleness.lifetimes(reports, others)
    staleness.how_old(reports)
    staleness.promises(reports)
    staleness.behind(reports)
    staleness.races(trials)
    panels.facts(reports["delete-after"])
    explain(reports)
    panels.all_figures(reports)
    microscope.section(trials)
