"""The control for faults: which of them strike, and when; generated from their declarations."""

from collections.abc import Sequence
from functools import partial
from math import ceil
from typing import Any

import streamlit as st
from pydantic.fields import FieldInfo
from streamlit.delta_generator import DeltaGenerator

from simulator.faults.shelf import FAULTS
from ui import state
from ui.bench import Bench
from ui.controls import attach, control, several
from ui.fields import shown, title
from ui.fitting import MOST_FAULTS
from ui.flat import kind_of, labelled

INSTANTS = 60
"""Instants to choose from, spread over the run."""
BETWEEN = 0.4
"""Instants lie off round numbers by this part of their distance: on them other clocks tick, too."""
WIDTH_PX = 240
"""Of a setting in a fault's row: a single slider is not as wide as the page."""
RANDOM = "random instant"
"""What an empty instant is called."""


def section(bench: Bench) -> None:
    """The control in the sidebar, folded away while nothing goes wrong."""
    with st.expander("Faults", icon=":material/warning:", expanded=bool(bench.scenario.faults)):
        chooser(bench)


def chooser(bench: Bench) -> None:
    """Which faults strike; for each of them when, and what else it declares."""
    faults, duration_s = labelled(bench.scenario.faults), bench.scenario.workload.duration_s
    kinds(bench, list(faults))
    for label, each in faults.items():
        for field_name, field in shown(each):
            setting(label, field_name, field, each, duration_s)


def editor(bench: Bench) -> None:
    """The time line of faults: a row for each, with its settings and a way to take it away."""
    faults, duration_s = labelled(bench.scenario.faults), bench.scenario.workload.duration_s
    kinds(bench, list(faults))
    for label, each in faults.items():
        with st.container(border=True):
            head(label, list(faults))
            row(label, each, duration_s)


def kinds(bench: Bench, labels: Sequence[str]) -> None:
    """Which kinds of fault strike, once or more often."""
    field = type(bench.scenario).model_fields["faults"]
    chosen = list(dict.fromkeys(map(kind_of, labels)))
    several("faults", field, list(FAULTS), chosen, partial(kept, labels))


def kept(labels: Sequence[str], chosen: Sequence[str]) -> str:
    """The list of faults once other kinds are chosen: of a kind that stays, all that there are."""
    new = [kind for kind in chosen if kind not in map(kind_of, labels)]
    return ",".join([*(each for each in labels if kind_of(each) in chosen), *new])


def head(label: str, labels: Sequence[str]) -> None:
    """A fault's name, a way to have it once more, and a way to take it away."""
    number = sum(kind_of(each) == kind_of(label) for each in labels) + 1
    box = st.container(horizontal=True, horizontal_alignment="distribute")
    box.markdown(f"**{title(label)}**", width="content")
    ways = box.container(horizontal=True, width="content")
    step(ways, "Once more", "add", label, [*labels, f"{kind_of(label)}-{number}"])
    step(ways, "Remove", "delete", label, [each for each in labels if each != label])


def step(place: DeltaGenerator, word: str, icon: str, label: str, after: Sequence[str]) -> None:
    """A button that leaves other faults on the time line."""
    place.button(
        word,
        key=f"{word} {label}",
        icon=f":material/{icon}:",
        type="tertiary",
        help=f"{word}: {title(label).lower()}",
        disabled=len(after) > MOST_FAULTS,
        on_click=state.change,
        args=("faults", ",".join(after)),
    )


def row(label: str, own: Any, duration_s: float) -> None:
    """The settings of one fault side by side."""
    box = st.container(horizontal=True)
    for field_name, field in shown(own):
        with box.container(width=WIDTH_PX):
            setting(label, field_name, field, own, duration_s)


def setting(label: str, field_name: str, field: FieldInfo, own: Any, duration_s: float) -> None:
    """One setting of a fault; its instant is chosen among those of the run."""
    name = f"faults.{label}.{field_name}"
    if field_name != "at_s":
        control(name, field, getattr(own, field_name))
        return
    options = instants(own.at_s, duration_s)
    shows = next(text for text, at_s in options.items() if at_s == own.at_s)
    named = FieldInfo(title=f"{title(label)} at", description=field.description)
    how = {"options": list(options), "means": options.get}
    attach(st.select_slider, name, named, shows, **how)


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
