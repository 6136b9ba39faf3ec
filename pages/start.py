"""Start: what this is, a live miniature, and three doors."""

from ui import runs, start

start.elsewhere()
room = start.heading()
scenario = start.ttl_slider()
start.teach(room, scenario)
report = runs.run(scenario)
if report:
    start.miniature(report)
start.doors(scenario)
start.worlds()
