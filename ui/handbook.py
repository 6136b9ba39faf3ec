"""Panels of the handbook: a variant in words, in diagrams, in its parameters, in its source."""

import inspect
import sys

import streamlit as st
from pydantic.fields import FieldInfo

from charts.theme import heading
from strategies.parameters import Settings
from strategies.shelf import settings_of
from ui import state
from ui.chart import charts
from ui.exhibits import KINDS, exhibits
from ui.fields import extra, is_tag, tag_value, words
from ui.guide import guide

TITLES = {"strategy": "Strategies", "protection": "Protections"}
TITLES |= {"fallback": "Fallbacks", "fault": "Faults"}


def chapter() -> tuple[str, str]:
    """What is to be shown: chosen here, or by the link."""
    kinds = {name: kind for kind, shelf in KINDS.items() for name in shelf}
    asked = st.query_params.get(state.CHAPTER)
    opened = asked if asked in kinds else next(iter(kinds))
    kind = str(
        st.segmented_control(
            "Part",
            list(TITLES),
            default=kinds[opened],
            required=True,
            format_func=lambda each: TITLES[each],
        )
    )
    shelf = list(KINDS[kind])
    place = shelf.index(opened) if opened in shelf else 0
    name = st.selectbox("Chapter", shelf, place, format_func=heading, key=f"chapter {kind}")
    if name != opened:
        st.query_params[state.CHAPTER] = name
    return kind, name


def words_of(kind: str, name: str) -> None:
    """What it is, when to use it, what it costs, where it is from."""
    told = guide(KINDS[kind][name])
    st.subheader(heading(name), anchor=False)
    st.markdown(told.about)
    labelled = {"When to use it": told.when, "What it costs": told.cost, "Sources": told.sources}
    for label, text in labelled.items():
        if text:
            st.markdown(f"**{label}.** {text}")


def diagrams(kind: str, name: str) -> None:
    """One request of each outcome, from a run of a few seconds."""
    st.subheader("What happens to a request", anchor=False)
    st.caption(
        "Real requests of a simulated run of eight seconds on six keys, one for each way in which "
        "they ended, the most frequent first."
    )
    shown = exhibits(kind, name)
    charts([each.figure for each in shown], key=f"handbook {name}", narrowest="24rem")


def parameters(kind: str, name: str) -> None:
    """Every parameter as it is declared."""
    st.subheader("Parameters", anchor=False)
    variant = KINDS[kind][name]
    settings: type[Settings] = variant if kind == "fault" else settings_of(variant)
    found = [item(path, field) for path, field in declared(settings)]
    st.markdown("\n".join(found) if found else "It has none.")


def declared(settings: type[Settings]) -> list[tuple[str, FieldInfo]]:
    """A class's parameters without its tag."""
    return [(n, f) for n, f in settings.model_fields.items() if not is_tag(f)]


def item(path: str, field: FieldInfo) -> str:
    """One parameter in words: its title, its name, its default, what is legal, what it means."""
    unit = str(extra(field).get("unit", ""))
    usual = f"{told(field.default)} {unit if field.default is not None else ''}".rstrip()
    facts = "; ".join(filter(None, (f"default {usual}", values(field))))
    return f"- **{field.title}** (`{path}`, {facts}): {field.description}"


def told(value: object) -> str:
    """A default; nothing is none, and a number has no idle digits."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return f"{value:,.10g}"
    return "none" if value is None else str(tag_value(value))


def values(field: FieldInfo) -> str:
    """What is legal."""
    if words(field):
        return f"one of {', '.join(map(str, words(field)))}"
    if field.annotation is bool:
        return "on or off"
    low, high = bound(field, "ge"), bound(field, "le")
    return f"{low} to {high}" if low or high else ""


def bound(field: FieldInfo, side: str) -> str:
    """A bound of a number, where it has that one."""
    return next((f"{getattr(m, side):,.10g}" for m in field.metadata if hasattr(m, side)), "")


def source(kind: str, name: str) -> None:
    """The rule itself: the file that both worlds run."""
    st.subheader("Its own source", anchor=False)
    module = sys.modules[KINDS[kind][name].__module__]
    st.caption(f"`{module.__name__.replace('.', '/')}.py`, the code that ran above.")
    st.code(inspect.getsource(module), language="python", line_numbers=True)
