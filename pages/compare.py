"""Compare: two to six strategies on the very same requests, side by side."""

import streamlit as st

from ui import controls, faults, flow, microscope, panels, replicas, runs, shelf, state
from ui.explain import explain

bench = state.arrive()
with runs.ahead(*bench.duels().values()):
    head = panels.heading(
        "Compare",
        "Strategies on the very same requests: each column is one strategy, each row one measure, "
        "the axes of a row are equal.",
        bench,
    )
    controls.contenders(bench)
    replicas.controls(bench)
    with st.sidebar:
        controls.each_contender(bench)
        controls.world(bench)
        faults.section(bench)
    reports = runs.run_all(bench.duels())

shelf.shelf(head, reports)
if reports and bench.replications > 1:
    repeated = runs.run_all(replicas.trials(bench))
    if repeated:
        replicas.show(bench, repeated)
if reports:
    panels.ranking_table(reports)
    panels.small_multiples(reports)
    panels.facts(next(iter(reports.values())))
    explain(reports)
    flow.section(bench.duels())
    microscope.section(bench.duels())
