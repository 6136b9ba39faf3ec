"""Advisor: limits in, a setting that keeps them out, with the reasons and the proof."""

import streamlit as st

from ui import advisor, controls, faults, panels, shelf, state, wishes

bench = state.arrive()
head = panels.heading(
    "Advisor",
    "State what must hold and what may be moved: the lab searches, proves its choice on fresh "
    "requests, says what limits it, and writes it down for your cache.",
    bench,
)
shelf.shelf(head, {})

with st.sidebar:
    controls.world(bench)
    faults.section(bench)

task = wishes.choose(bench)
if task:
    advisor.result(task)
