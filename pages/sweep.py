"""Sweep: one or two parameters over their whole range, strategies beside each other."""

import streamlit as st

from ui import controls, faults, panels, planning, shelf, state, sweep

bench = state.arrive()
head = panels.heading(
    "Sweep",
    "Not 'what about 30 s?' but 'which TTL?': one or two parameters over their whole range, for "
    "strategies or protections on the very same requests, each cell with its interval.",
    bench,
)
shelf.shelf(head, {})
controls.contenders(bench)

with st.sidebar:
    controls.each_contender(bench)
    controls.world(bench)
    faults.section(bench)

choice = planning.choose(bench)
if choice:
    sweep.result(choice)
