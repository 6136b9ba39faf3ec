"""Controls: every declared parameter as a slider, a list or a switch, without naming any of them.

Each control shows a value of the bench and hands a new one to `state.change`. Its own memory is
set only when it differs from the bench, so that a slider under the finger is never pulled back.
"""

from collections import Counter
from collections.abc import Callable, Container, Mapping
from functools import partial
from typing import Any, get_origin

import streamlit as st
from pydantic.fields import FieldInfo

from metrics.words import readable
from simulator.traces import SHIPPED
from strategies.parameters import Settings
from strategies.shelf import STRATEGIES
from ui import state
from ui.bench import Bench
from ui.fields import (
    extra,
    has_stops,
    is_tag,
    is_whole,
    option_of,
    shown,
    stops,
    tag_value,
    title,
    variants,
    words,
)
from ui.fitting import MOST
from ui.folds import fold


def settings(name: str, value: Settings) -> None:
    """A control for each parameter of some settings that decides something."""
    for field_name, field in shown(value):
        control(f"{name}.{field_name}", field, getattr(value, field_name))


def control(name: str, field: FieldInfo, value: Any) -> None:
    """The control that fits one parameter."""
    if get_origin(field.annotation) is tuple:
        stack(name, field, value)
    elif variants(field):
        variant(name, field, value)
    elif option_of(field):
        recording(name, field, value)
    elif words(field):
        choose(name, field, {title(word): word for word in words(field)}, value)
    elif field.annotation is bool:
        attach(st.toggle, name, field, value, means=bool)
    elif has_stops(field):
        stepped(name, field, value)
    elif extra(field):
        sliding(name, field, value)


def attach(widget: Callable[..., Any], name: str, field: FieldInfo, shows: Any, **how: Any) -> None:
    """Draw a widget that shows a value of the bench; `means` turns what it shows into a value.

    A name below `all` stands for a setting of every compared strategy.
    """
    key, means = state.CONTROL + name, how.pop("means")
    if st.session_state.get(key) != shows:
        st.session_state[key] = shows
    hint = field.description or None
    widget(field.title, key=key, help=hint, on_change=hand_over, args=(name, key, means), **how)


def hand_over(name: str, key: str, means: Callable[[Any], Any]) -> None:
    """A control was moved: change the bench."""
    value = means(st.session_state[key])
    if name.startswith("all."):
        state.change_all(name.removeprefix("all."), value)
    else:
        state.change(name, value)


def stepped(name: str, field: FieldInfo, value: float | None) -> None:
    """A number chosen among labelled stops."""
    options = stops(field, value)
    label = readable(value, extra(field)["unit"])
    attach(st.select_slider, name, field, label, options=list(options), means=options.get)


def sliding(name: str, field: FieldInfo, value: float) -> None:
    """A number on an even scale, widened where the present value lies outside it."""
    kind = int if is_whole(field) else float
    (low, high), unit = extra(field)["slider"], extra(field)["unit"]
    scale = {
        "min_value": kind(min(low, value)),
        "max_value": kind(max(high, value)),
        "step": kind(extra(field)["step"] or (high - low) / 100),
        "format": f"%g {unit}" if unit or (low, high) != (0, 1) else "percent",
    }
    attach(st.slider, name, field, kind(value), means=kind, **scale)


def choose(name: str, field: FieldInfo, options: Mapping[str, Any], value: Any) -> None:
    """One of a few, by their labels."""
    label = next(label for label, each in options.items() if each == value)
    attach(st.selectbox, name, field, label, options=list(options), means=options.get)


def variant(name: str, field: FieldInfo, value: Settings) -> None:
    """One of several variants, then its own parameters."""
    options = {title(each): each for each in variants(field)}
    if len(options) > 1:
        choose(name, field, options, tag_value(value))
    settings(name, value)


def stack(name: str, field: FieldInfo, value: tuple[Settings, ...]) -> None:
    """Any of several variants, then the parameters of each."""
    several(name, field, list(variants(field)), [tag_value(each) for each in value])
    for each in value:
        settings(f"{name}.{tag_value(each)}", each)


def several(
    name: str,
    field: FieldInfo,
    options: list[str],
    chosen: list[str],
    means: Callable[[list[str]], str] = ",".join,
) -> None:
    """Any of several names."""
    attach(
        st.pills,
        name,
        field,
        chosen,
        options=options,
        selection_mode="multi",
        format_func=title,
        means=means,
    )


def recording(name: str, field: FieldInfo, value: Any) -> None:
    """A shipped recording, or none."""
    options = {"Drawn from a law": None} | {each.title: key for key, each in SHIPPED.items()}
    choose(name, field, options, value and value.path)
    if value:
        st.caption(f"Recording: {SHIPPED[value.path].attribution}")


def group(name: str, value: Settings, heading: str, icon: str, *, opened: bool = False) -> None:
    """A section of the scenario behind a heading."""
    fold(heading, icon, partial(settings, name, value), name=name, opened=opened)


def world(bench: Bench) -> None:
    """Everything round the strategy, protections included."""
    surroundings(bench)
    scenario = bench.scenario
    with st.expander("Protections", icon=":material/shield:", expanded=True):
        control("protections", type(scenario).model_fields["protections"], scenario.protections)
    seed(bench)


def seed(bench: Bench) -> None:
    """The seed of chance."""
    control("seed", type(bench.scenario).model_fields["seed"], bench.scenario.seed)


def surroundings(bench: Bench) -> None:
    """Traffic, cache, database, clients."""
    scenario = bench.scenario
    group("workload", scenario.workload, "Traffic", "group", opened=True)
    group("cache", scenario.cache, "Cache", "bolt")
    group("database", scenario.database, "Database", "database")
    group("client", scenario.client, "Clients", "devices")
    fallback = type(scenario).model_fields["on_cache_error"]
    outage = partial(control, "on_cache_error", fallback, scenario.on_cache_error)
    fold("Cache outage", "cloud_off", outage)


def strategy(bench: Bench) -> None:
    """The playground's strategy."""
    field = type(bench.scenario).model_fields["strategy"]
    chosen = tag_value(bench.scenario.strategy)
    attach(
        st.segmented_control,
        "strategy",
        field,
        chosen,
        options=list(STRATEGIES),
        required=True,
        format_func=title,
        means=str,
    )


def chosen(bench: Bench) -> None:
    """The settings of the playground's strategy."""
    own = bench.scenario.strategy
    group("strategy", own, title(tag_value(own)), "rule", opened=True)


def whole(bench: Bench, heading: str, varied: Container[str]) -> None:
    """All settings of the strategy, whether they decide something or not, but those varied."""
    own = bench.scenario.strategy
    with st.expander(heading, icon=":material/rule:", expanded=True):
        for name, field in type(own).model_fields.items():
            if not is_tag(field) and name not in varied:
                control(f"strategy.{name}", field, getattr(own, name))


def contenders(bench: Bench) -> None:
    """The strategies to compare."""
    field = FieldInfo(title="Strategies", description=f"Two to {MOST}, on the same requests.")
    several("strategies", field, list(STRATEGIES), [tag_value(e) for e in bench.contenders])


def each_contender(bench: Bench) -> None:
    """What the compared strategies share, then the settings of each, as far as it has any."""
    with st.expander("All strategies", icon=":material/select_all:", expanded=True):
        for name, (field, value) in shared(bench).items():
            control(f"all.{name}", field, value)
    for each in bench.contenders:
        if any(True for _ in shown(each)):
            group(tag_value(each), each, title(tag_value(each)), "rule")


def shared(bench: Bench) -> dict[str, tuple[FieldInfo, Any]]:
    """The settings that several compared strategies have, with the first one's value."""
    fields: dict[str, tuple[FieldInfo, Any]] = {}
    counts = Counter(name for each in bench.contenders for name, _ in shown(each))
    for each in reversed(bench.contenders):
        own = {name: (field, getattr(each, name)) for name, field in shown(each)}
        fields |= {name: found for name, found in own.items() if counts[name] > 1}
    return fields
