"""Axes on a page: every declared parameter that a sweep can move, and the controls of a choice."""

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from typing import Any, NamedTuple, get_origin

import streamlit as st
from pydantic.fields import FieldInfo
from streamlit.delta_generator import DeltaGenerator

from metrics.words import readable
from simulator.sweep import Axis
from simulator.sweep.axes import between, declared, member
from strategies.parameters import Settings
from ui.bench import Bench
from ui.fields import (
    extra,
    is_optional,
    is_whole,
    option_of,
    shown,
    tag_value,
    title,
    variants,
    words,
)

SECTIONS = {"workload": "Traffic", "cache": "Cache", "database": "Database", "client": "Clients"}
USUAL = ("strategy.ttl_s", "workload.rate_rps")
STEPS = {1: 12, 2: 6}
MOST_STEPS = 40
NOTHING = "-"
"""The choice of no second axis."""

Offer = dict[str, tuple[str, FieldInfo]]
"""By path: the parameter in words, and its declaration."""


def offered(bench: Bench) -> Offer:
    """Every parameter of the bench that decides something and has more than one value."""
    found: Offer = {}
    for each in reversed(bench.contenders):
        found |= dict(inside("strategy", "Strategy", each))
    for section, words_of_it in SECTIONS.items():
        found |= dict(inside(section, words_of_it, getattr(bench.scenario, section)))
    for name in ("protections", "faults"):
        for each in getattr(bench.scenario, name):
            found |= dict(inside(f"{name}.{tag_value(each)}", title(tag_value(each)), each))
    return found


def inside(path: str, heading: str, settings: Settings) -> Iterator[tuple[str, tuple[str, Any]]]:
    """The parameters of some settings, and of the settings in them."""
    for name, field in shown(settings):
        value, here = getattr(settings, name), f"{path}.{name}"
        if isinstance(value, Settings) and not option_of(field):
            if len(variants(field)) > 1:
                yield here, (f"{heading}: {field.title}", field)
            yield from inside(here, f"{heading}: {field.title}", value)
        elif words(field) or field.annotation is bool or is_number(field):
            yield here, (f"{heading}: {field.title}", field)


def is_number(field: FieldInfo) -> bool:
    """Is the parameter a number with a range to offer?"""
    return get_origin(field.annotation) is not tuple and bool(extra(field).get("slider"))


def choose(bench: Bench) -> tuple[Axis, ...]:
    """One or two axes, as the visitor has set them; raises ScenarioError."""
    offer = offered(bench)
    first, second = st.columns(2, border=True)
    one = chosen(first, "Across", list(offer), offer, 0)
    rest = [path for path in offer if path != one]
    two = chosen(second, "Up", [NOTHING, *rest], offer, 1)
    boxes = {one: first} | ({} if two == NOTHING else {two: second})
    return tuple(
        axis(box, path, offer[path][1], Present(value_of(bench, path), len(boxes)))
        for path, box in boxes.items()
    )


class Present(NamedTuple):
    """Where the bench stands on an axis, and how many axes there are."""

    value: Any
    axes: int


def value_of(bench: Bench, path: str) -> Any:
    """The present value of a parameter, the first strategy's that has it."""
    plain = [bench.scenario.with_strategy(each) for each in bench.contenders]
    found = (each for each in plain if declared(each, path) is not None)
    *parents, last = path.split(".")
    return getattr(reduce(member, parents, next(found)), last)


def chosen(box: DeltaGenerator, label: str, paths: list[str], offer: Offer, place: int) -> str:
    """The parameter that an axis moves."""
    usual = USUAL[place] if place == 0 else NOTHING
    found = box.selectbox(
        label,
        paths,
        paths.index(usual) if usual in paths else 0,
        key=f"sweep {label}",
        format_func=lambda path: offer[path][0] if path in offer else "nothing",
        persist_state="session",
    )
    return found or paths[0]


def axis(box: DeltaGenerator, path: str, field: FieldInfo, present: Present) -> Axis:
    """An axis with its range or its words; raises ScenarioError."""
    options: dict[str, Any] = {title(word): word for word in words(field) or variants(field)}
    if field.annotation is bool:
        options = {"off": False, "on": True}
    if options:
        return Axis(path, listed(box, path, options))
    (low, high), unit = ends(field, present.value), extra(field)["unit"]
    log = is_log(field)
    left, middle, right = box.columns([3, 3, 2])
    kind = int if is_whole(field) else float
    start = number(left, f"From{in_unit(unit)}", path, kind(low))
    stop = number(middle, f"To{in_unit(unit)}", path, kind(high))
    steps = right.number_input(
        "Steps",
        2,
        MOST_STEPS,
        STEPS[present.axes],
        key=f"sweep steps {path}",
        persist_state="session",
    )
    even = box.toggle("Logarithmic", value=log, key=f"sweep log {path}", persist_state="session")
    endless = is_optional(field) and box.toggle(
        "And no limit", key=f"sweep endless {path}", persist_state="session"
    )
    found = between(path, start, stop, int(steps or 2), log=even)
    return replace(found, values=(*found.values, None)) if endless else found


def is_log(field: FieldInfo) -> bool:
    """Is the parameter's scale a logarithm?"""
    return extra(field).get("scale") == "log" and extra(field)["slider"][0] > 0


def ends(field: FieldInfo, value: Any) -> tuple[float, float]:
    """A range to begin with: all that is offered, on a logarithmic scale ten times up and down."""
    low, high = extra(field)["slider"]
    if not is_log(field) or not value:
        return low, high
    return max(low, float(f"{value / 10:.3g}")), min(high, float(f"{value * 10:.3g}"))


def listed(box: DeltaGenerator, path: str, options: dict[str, Any]) -> tuple[Any, ...]:
    """The words of an axis."""
    labels = box.multiselect(
        "Values", list(options), list(options), key=f"sweep words {path}", persist_state="session"
    )
    return tuple(options[label] for label in labels or options)


def number(box: DeltaGenerator, label: str, path: str, usual: float) -> float:
    """One end of an axis."""
    key = f"sweep {label} {path}"
    form = None if isinstance(usual, int) else "%g"
    found = box.number_input(label, value=usual, key=key, format=form, persist_state="session")
    return usual if found is None else found


def in_unit(unit: str) -> str:
    """A unit behind a label."""
    return f" ({unit})" if unit and unit != "1" else ""


def tick(value: Any, unit: str) -> str:
    """A value of an axis, as a chart says it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str):
        return title(value)
    return readable(value if value is None else float(f"{value:.3g}"), unit)
