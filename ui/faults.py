"""The control for faults: which of them strike, and when; generated from their declarations."""

from math import ceil
from typing import Any

import streamlit as st
from pydantic.fields import FieldInfo

from simulator.faults.shelf import FAULTS
from ui import state
from ui.bench import Bench
from ui.controls import attach, control, several
from ui.fields import shown, tag_value, title

INSTANTS = 60
"""Instants to choose from, spread over the run."""
BETWEEN = 0.4
"""Instants lie off round numbers by this part of their distance: on them other clocks tick, too."""
FEWEST = 4
"""Columns of a fault's row at least, so that a single slider is not as wide as the page."""
RANDOM = "random instant"
"""What an empty instant is called."""


def section(bench: Bench) -> None:
    """The control in the sidebar, folded away while nothing goes wrong."""
    with st.expander("Faults", icon=":material/warning:", expanded=bool(bench.scenario.faults)):
        chooser(bench)


def chooser(bench: Bench) -> None:
    """Which faults strike; for each of them when, and what else it declares."""
    scenario = bench.scenario
    field = type(scenario).model_fields["faults"]
    several("faults", field, list(FAULTS), [tag_value(each) for each in scenario.faults])
    for each in scenario.faults:
        fault(f"faults.{tag_value(each)}", each, scenario.workload.duration_s)


def editor(bench: Bench) -> None:
    """The time line of faults: a row for each, with its settings and a way to take it away."""
    scenario = bench.scenario
    field, names = type(scenario).model_fields["faults"], [tag_value(e) for e in scenario.faults]
    several("faults", field, list(FAULTS), names)
    for each in scenario.faults:
        with st.container(border=True):
            row(each, scenario.workload.duration_s, names)


def row(own: Any, duration_s: float, names: list[str]) -> None:
    """One fault of the time line."""
    name, settings = tag_value(own), list(shown(own))
    head = st.container(horizontal=True, horizontal_alignment="distribute")
    head.markdown(f"**{title(name)}**", width="content")
    head.button(
        "Remove",
        key=f"remove {name}",
        icon=":material/delete:",
        type="tertiary",
        help=f"Take the {title(name).lower()} away",
        on_click=state.change,
        args=("faults", ",".join(each for each in names if each != name)),
    )
    places = st.columns(max(len(settings), FEWEST))
    for place, (field_name, field) in zip(places, settings, strict=False):
        with place:
            setting(f"faults.{name}.{field_name}", field, own, duration_s)


def fault(name: str, own: Any, duration_s: float) -> None:
    """When one fault strikes, and its other settings."""
    for field_name, field in shown(own):
        setting(f"{name}.{field_name}", field, own, duration_s)


def setting(name: str, field: FieldInfo, own: Any, duration_s: float) -> None:
    """One setting of a fault; its instant is chosen among those of the run."""
    if not name.endswith(".at_s"):
        control(name, field, getattr(own, name.rpartition(".")[2]))
        return
    options = instants(own.at_s, duration_s)
    label = next(text for text, at_s in options.items() if at_s == own.at_s)
    named = FieldInfo(title=f"{title(tag_value(own))} at", description=field.description)
    kinds = {"options": list(options), "means": options.get}
    attach(st.select_slider, name, named, label, **kinds)


def instants(at_s: float | None, duration_s: float) -> dict[str, float | None]:
    """The instants to choose from by their labels: at random, or somewhere within the run."""
    step_s = step_of(duration_s)
    grid = [round(step_s * (n + BETWEEN), 9) for n in range(ceil(duration_s / step_s - BETWEEN))]
    found = sorted({*grid, *([] if at_s is None else [at_s])})
    return {RANDOM: None} | {f"{each:g} s": each for each in found}


def step_of(duration_s: float) -> float:
    """A round step that makes about so many instants of a run."""
    for step_s in (0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 600):
        if duration_s / step_s <= INSTANTS:
            return step_s
    return duration_s / INSTANTS
