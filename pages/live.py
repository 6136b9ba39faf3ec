"""Live: the same strategy on a real cache and a real database, its simulation beside it."""

import streamlit as st

from ui import controls, faults, live, panels, shelf, state

bench = state.arrive("live")
head = panels.heading(
    "Live",
    "The strategy's own code on a real cache and a real database, and the simulation of the very "
    "same requests beside it: did the prediction hold?",
    bench,
)
controls.strategy(bench)

with st.sidebar:
    controls.chosen(bench)
    controls.world(bench)
    faults.section(bench)

live.controls(bench)
shelf.shelf(head, live.runs())
live.result(bench)
panels.rules(bench)
