"""Start: what this is, a live miniature, and three doors."""

from ui import runs, start

start.elsewhere()
start.heading()
scenario = start.ttl_slider()
report = runs.run(scenario)
if report:
    start.miniature(report)
start.doors(scenario)
start.worlds()
