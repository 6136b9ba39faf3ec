"""Traces: a recorded workload, its profile, and the scenario that is made from it."""

from ui import microscope, panels, runs, shelf, state, traces
from ui.explain import explain

bench = state.arrive()
head = panels.heading(
    "Traces",
    "Recorded or published traffic: see what it is like, and play with a scenario made from it.",
    bench,
)
report = None
choice = traces.choose()
if choice.preset:
    traces.preset(choice.preset)
if choice.source:
    profile = runs.reading(choice.source)
    if profile:
        traces.facts(profile)
        traces.figures(profile)
        traces.make_scenario(profile)
        scenario = traces.replay(profile, choice.source, bench)
        report = runs.run(scenario) if scenario else None
shelf.shelf(head, shelf.only(report))
if report:
    panels.metric_row(report)
    panels.time_lines(report)
    panels.facts(report)
    explain({"": report})
    panels.all_figures(report)
    microscope.section({"": report.scenario})
