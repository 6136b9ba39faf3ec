"""The metastability map: many short runs, drawn as they come, with a way to stop."""

from collections.abc import Iterator
from math import inf
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from charts.metastability import Boundary, Grid, stability
from metrics import Report
from metrics.words import number
from simulator import Scenario
from theory.retries import advertised_rps, cold_rps, safe_rps, trigger_queue
from ui import runs
from ui.bench import Bench
from ui.chart import charts
from ui.desk import desk
from ui.fields import tag_value, title
from ui.fitting import MOST_REQUESTS

STEPS = 8
"""Loads, and sizes of the trigger."""
LOADS = np.linspace(0.15, 1.55, STEPS)
"""Loads as shares of what the database serves without a cache; no boundary falls on one."""
SIZES = np.linspace(0.25, 2.0, STEPS)
"""Sizes as shares of the one that is set."""
TRIGGERS = {"for_s": "s", "share": "1"}
"""Settings of a fault that say how large it is, with their units."""
BATCH = 4
"""Runs that are asked for at once: the page hears of them together."""
GOING = "map going"
"""Session state: the hash of the scenario whose map is being computed."""
TICK_S = 0.4


class Trigger(NamedTuple):
    """A setting of one of the scenario's faults, by the fault's place."""

    place: int
    field: str

    def of(self, scenario: Scenario) -> float:
        """Its present size."""
        return float(getattr(scenario.faults[self.place], self.field))

    def named(self, scenario: Scenario) -> str:
        """What it is called in a list."""
        what = "duration" if self.field == "for_s" else self.field
        return f"{title(tag_value(scenario.faults[self.place]))}: {what}"


def triggers(scenario: Scenario) -> list[Trigger]:
    """The sizes that can be varied; those of the database first, which hold a system down."""
    found = [
        Trigger(place, field)
        for place, fault in enumerate(scenario.faults)
        for field in TRIGGERS
        if getattr(fault, field, None)
    ]
    return sorted(found, key=lambda each: "database" not in tag_value(scenario.faults[each.place]))


class Plan(NamedTuple):
    """The map of a scenario: its axes and its runs by their places."""

    grid: Grid
    scenarios: dict[tuple[int, int], Scenario]

    @property
    def requests(self) -> float:
        """What all runs cost."""
        works = (each.workload for each in self.scenarios.values())
        return sum(work.rate_rps * work.duration_s for work in works)


def plan(scenario: Scenario, trigger: Trigger) -> Plan:
    """Loads about the database's capacity, sizes about the one that is set."""
    capacity = capacity_rps(scenario) or scenario.workload.rate_rps
    loads = [float(f"{share * capacity:.4g}") for share in LOADS]
    most = 1.0 if trigger.field == "share" else inf
    largest = min(SIZES[-1] * trigger.of(scenario), most)
    sizes = [float(share * largest) for share in SIZES / SIZES[-1]]
    unit = "s" if trigger.field == "for_s" else "share"
    grid = Grid(loads, sizes, f"{trigger.named(scenario)} ({unit})")
    cells = {
        (x, y): cell(scenario, trigger, load, size)
        for x, load in enumerate(loads)
        for y, size in enumerate(sizes)
    }
    return Plan(grid, cells)


def cell(scenario: Scenario, trigger: Trigger, load_rps: float, size: float) -> Scenario:
    """The scenario under another load and another size of its trigger."""
    faults: list[Any] = list(scenario.faults)
    faults[trigger.place] = faults[trigger.place].model_copy(update={trigger.field: size})
    workload = scenario.workload.model_copy(update={"rate_rps": load_rps})
    return scenario.model_copy(update={"workload": workload, "faults": tuple(faults)})


def capacity_rps(scenario: Scenario) -> float | None:
    """Loads a second that the database serves; None without a limit."""
    connections, read_s = scenario.database.connections, scenario.database.read_s
    return connections / read_s if connections and read_s else None


def boundaries(scenario: Scenario, report: Report) -> Iterator[Boundary]:
    """Where theory draws the line: cold and safe, cold, advertised."""
    capacity, retries = capacity_rps(scenario), scenario.client.retries
    if capacity is None:
        return
    if retries:
        yield Boundary(safe_rps(capacity, retries), "cold and safe")
    yield Boundary(cold_rps(capacity), "cold")
    if not report.phases.empty:
        hit_ratio = report.phases.iloc[0]["hit_ratio"]
        yield Boundary(advertised_rps(capacity, float(hit_ratio)), "advertised")


def curve(scenario: Scenario, trigger: Trigger, grid: Grid) -> list[tuple[float, float]]:
    """For each load how long the database must stand still for a queue of one timeout.

    Nobody hits meanwhile, and each read that is late is sent again: the queue that a stall of s
    seconds leaves is the load times the sum of s - k (timeout + back-off) over the attempts k.
    """
    capacity, client, fault = (
        capacity_rps(scenario),
        scenario.client,
        scenario.faults[trigger.place],
    )
    stalls = getattr(fault, "kind", "") == "stalled" and trigger.field == "for_s"
    if capacity is None or client.timeout_s is None or not stalls:
        return []
    wanted, times_s = trigger_queue(capacity, client.timeout_s), np.linspace(0, 600, 60_001)
    again_s = client.timeout_s + client.backoff_s
    sent = sum(np.maximum(times_s - k * again_s, 0) for k in range(client.retries + 1))
    loads = np.linspace(grid.loads_rps[0], grid.loads_rps[-1], 60)
    return [(float(load), enough(load * sent, wanted, times_s)) for load in loads]


def enough(queue: Any, wanted: float, times_s: Any) -> float:
    """The first instant at which a queue is so long."""
    reached = queue >= wanted
    return float(times_s[reached.argmax()]) if reached.any() else inf


def section(bench: Bench, report: Report) -> None:
    """The map with its controls; it ticks while it is being computed."""
    st.subheader("Metastability map", anchor=False)
    st.markdown(
        "The same world under other loads and other sizes of the trigger, each cell a run of its "
        "own. Left of all lines the database can serve every attempt of every read without a "
        "cache, and nothing keeps it down."
    )
    found = triggers(bench.scenario)
    if not found:
        st.markdown("Place a fault that has a duration or a share: that is the trigger to vary.")
        return
    trigger = found[0]
    if len(found) > 1:
        options = {each.named(bench.scenario): each for each in found}
        trigger = options[st.selectbox("Trigger", list(options), key="map trigger")]
    drawn = plan(bench.scenario, trigger)
    if drawn.requests > MOST_REQUESTS:
        st.markdown(
            f"The map would take {number(drawn.requests)} requests, at most "
            f"{number(MOST_REQUESTS)} on a page: shorten the run or take fewer connections."
        )
        return
    button(bench.scenario, len(drawn.scenarios))
    tick_s = TICK_S if is_going(bench.scenario) else None
    st.fragment(show, run_every=tick_s)(bench.scenario, report, trigger, drawn)


def is_going(scenario: Scenario) -> bool:
    """Is the map of this scenario being computed?"""
    return bool(st.session_state.get(GOING) == scenario.hash())


def button(scenario: Scenario, whole: int) -> None:
    """Begin, or stop."""
    if is_going(scenario):
        st.button("Stop the map", icon=":material/stop_circle:", on_click=go, args=(None,))
    else:
        label = f"Compute the map: {whole} runs of {scenario.workload.duration_s:g} s"
        st.button(label, icon=":material/grid_on:", on_click=go, args=(scenario.hash(),))


def show(scenario: Scenario, report: Report, trigger: Trigger, drawn: Plan) -> None:
    """The map as far as it is known, and while it is computed the next few runs."""
    found = {place: desk().remembered(each) for place, each in drawn.scenarios.items()}
    known = {place: each.figures["recovered"] == 1 for place, each in found.items() if each}
    missing = sorted((place for place in found if place not in known), key=coarse_first)
    if known:
        lines = list(boundaries(scenario, report))
        picture = stability(drawn.grid, known, lines, curve(scenario, trigger, drawn.grid))
        charts([picture], key="map")
    if not is_going(scenario):
        return
    st.progress(len(known) / len(found), f"{len(known)} of {len(found)} runs")
    if missing:
        batch = {str(place): drawn.scenarios[place] for place in missing[:BATCH]}
        runs.run_all(batch, patience_s=inf)
    else:
        go(None)
        st.rerun()


def coarse_first(place: tuple[int, int]) -> tuple[int, tuple[int, int]]:
    """Every other load and size before those between: the picture comes before its details."""
    return place[0] % 2 + place[1] % 2, place


def go(scenario_hash: str | None) -> None:
    """Compute the map of a scenario, or none; for callbacks."""
    st.session_state[GOING] = scenario_hash
