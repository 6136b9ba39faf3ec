"""Panels of the advisor page: progress, the recommendation, the front, the exports."""

import json
from functools import partial

import pandas as pd
import streamlit as st

from advice import Advice, Candidate, Task
from advice.code import python_of
from advice.shelf import PRODUCTS
from advice.task import sign
from advice.words import (
    binding,
    candidates_rows,
    sentence,
    setting,
    title_of,
    unit_of,
    variant,
)
from charts.lines import Sheet
from charts.pareto import Point, Sides, pareto
from metrics import DECLARATIONS
from simulator import Scenario, ScenarioError
from ui import pins, state
from ui.advices import Advising, bureau
from ui.axes import in_unit
from ui.chart import charts
from ui.fields import tag_value

ADVICE, SORRY, GO = "advice", "advice sorry", "advice go"
"""Session state: the search, why one could not begin, the page to go to with the setting."""
EVERY_S = 1.0
SHOWN = 12
"""So many settings stand in the table."""
PAGES = {"Open in Playground": "pages/playground.py", "Open in Compare": "pages/compare.py"}
TIMES = {"s": (1000.0, "ms")}
"""What a metric in seconds is multiplied by on an axis."""


def result(task: Task) -> None:
    """The button, the progress and the advice."""
    if GO in st.session_state:
        page, scenario = st.session_state.pop(GO)
        state.take(scenario)
        st.switch_page(page)
    advising: Advising | None = st.session_state.get(ADVICE)
    on = advising is not None and not advising.over.is_set()
    start(task, on=on)
    if advising is None:
        st.markdown(
            "Nothing asked yet. State limits and press **Advise**: the lab tries settings on the "
            "same requests, goes on round the best, and puts its choice to the proof on fresh ones."
        )
        return
    if not on and advising.task != task:
        st.caption("Below stands an earlier answer; press Advise for these limits.")
    st.fragment(follow, run_every=EVERY_S if on else None)(advising, on=on)


def start(task: Task, *, on: bool) -> None:
    """The button that begins it."""
    st.button(
        "Advise",
        icon=":material/search_insights:",
        type="primary",
        key="advice start",
        disabled=on,
        on_click=begin,
        args=(task,),
    )
    sorry = st.session_state.pop(SORRY, "")
    if sorry:
        st.warning(f"{sorry[:1].upper()}{sorry[1:]}.", icon=":material/info:")


def begin(task: Task) -> None:
    """Begin a search; for a callback."""
    try:
        st.session_state[ADVICE] = bureau().begin(task)
    except ScenarioError as error:
        st.session_state[SORRY] = str(error)


def follow(advising: Advising, *, on: bool) -> None:
    """How far it is, then what came of it."""
    advising.seen()
    if GO in st.session_state:
        st.rerun()
    if not advising.over.is_set():
        progress(advising)
        return
    if on:
        st.rerun()
    if advising.sentence:
        st.error(advising.sentence, icon=":material/error:")
    if advising.advice is not None:
        told(advising.advice)


def progress(advising: Advising) -> None:
    """Runs done, and the way to stop."""
    box = st.container(horizontal=True, vertical_alignment="center")
    box.progress(advising.share(), f"{advising.runs:,} runs, about {advising.share():.0%}")
    icon, key = ":material/stop_circle:", "advice stop"
    box.button("Stop", icon=icon, key=key, on_click=advising.halt.set)


def told(advice: Advice) -> None:
    """The sentence, what limits it, the front, the table, the exports."""
    if advice.recommended is not None:
        st.success(plain(sentence(advice)), icon=":material/check_circle:")
        st.info(plain(binding(advice)), icon=":material/straighten:")
        ways_on(advice.recommended)
    else:
        st.warning(plain(sentence(advice)), icon=":material/block:")
    if advice.candidates:
        figure(advice)
        table(advice)
    if advice.recommended is not None:
        exports(advice, advice.recommended)


def plain(text: str) -> str:
    """A sentence whose signs are no markup."""
    return state.plain(text)


def ways_on(chosen: Candidate) -> None:
    """The setting in other pages."""
    box = st.container(horizontal=True)
    for label, page in PAGES.items():
        box.button(label, key=f"advice {label}", on_click=partial(go, page, chosen.scenario))


def go(page: str, scenario: Scenario) -> None:
    """Take the setting to a page; for a callback."""
    st.session_state[GO] = (page, scenario)


def figure(advice: Advice) -> None:
    """The Pareto chart."""
    x, y = sides_of(advice.task)
    keeping = {id(each) for each in advice.candidates if each.keeps(advice.task.limits)}
    points = {
        id(each): Point(
            str(tag_value(each.scenario.strategy)), at[0], at[1], setting(each), id(each) in keeping
        )
        for each in advice.candidates
        if (at := place(each, x, y)) is not None
    }
    front = [points[id(each)] for each in advice.front if id(each) in points]
    sides = Sides(axis_title(advice, x), axis_title(advice, y), is_share(x), is_share(y))
    note = f"every mark is a setting, means of its runs; towards the {best(x, y)} it is better"
    alt = "Settings by two aims, the front among those that keep the limits, the recommended one"
    words = Sheet("What there is to choose from", note, "pareto", alt=alt)
    chosen = points.get(id(advice.recommended))
    settings = list(points.values())
    charts([pareto(settings, front, chosen, sides, words, pinned=kept(x, y))], key="pareto")


def kept(x: str, y: str) -> list[Point]:
    """The pinned runs, where both sides of the chart are metrics that apply to them."""
    return [
        Point(name, first * size(x), second * size(y), name, keeps=True)
        for name, each in pins.beside().items()
        if (first := each.figures.get(x)) is not None
        and (second := each.figures.get(y)) is not None
    ]


def sides_of(task: Task) -> tuple[str, str]:
    """What the chart is drawn over: the aims, or the aim and a limit."""
    others = [*task.aims[1:], *(limit.metric for limit in task.limits), "db_read_rps", "hit_ratio"]
    return task.aims[0], next(name for name in others if name != task.aims[0])


def place(each: Candidate, x: str, y: str) -> tuple[float, float] | None:
    """Where a setting stands, None where a figure of it does not apply."""
    first, second = value(each, x), value(each, y)
    return None if first is None or second is None else (first, second)


def value(each: Candidate, name: str) -> float | None:
    """A metric's mean, or a number that moves."""
    if name not in DECLARATIONS:
        return each.values.get(name)
    mean = each.estimate(name).mean
    return None if mean is None else mean * size(name)


def size(name: str) -> float:
    """What a metric is multiplied by on an axis."""
    return TIMES.get(DECLARATIONS[name].unit, (1.0, ""))[0]


def best(x: str, y: str) -> str:
    """The corner of the chart where both sides are best."""
    return f"{'lower' if sign(y) > 0 else 'upper'} {'left' if sign(x) > 0 else 'right'}"


def axis_title(advice: Advice, name: str) -> str:
    """A title with its unit."""
    if name not in DECLARATIONS:
        scenario = advice.candidates[0].scenario
        return title_of(scenario, name) + in_unit(unit_of(scenario, name))
    declared = DECLARATIONS[name]
    unit = TIMES.get(declared.unit, (1.0, declared.unit))[1]
    return f"{declared.title}{' (%)' if unit == '1' else in_unit(unit)}"


def is_share(name: str) -> bool:
    """Is it told in percent?"""
    return name in DECLARATIONS and DECLARATIONS[name].unit == "1"


def table(advice: Advice) -> None:
    """The best settings with their intervals, and all of them as a file."""
    rows = pd.DataFrame(candidates_rows(advice, advice.candidates))
    st.caption(
        f"The best {min(SHOWN, len(rows))} of {len(rows)} settings, {advice.runs:,} runs; means "
        "with 95 % intervals, in basic units."
    )
    st.dataframe(rows.head(SHOWN), hide_index=True, alt="The best settings with their intervals")
    csv = rows.to_csv(index=False)
    st.download_button("Save all as CSV", csv, "advice.csv", "text/csv", on_click="ignore")


def exports(advice: Advice, chosen: Candidate) -> None:
    """The setting as a scenario, as Python, and in the words of products."""
    st.subheader("Take it along", anchor=False)
    scenario, *others = st.tabs(["Scenario", "Python", *(p.title for p in PRODUCTS.values())])
    with scenario:
        file = json.dumps(chosen.scenario.model_dump(mode="json"), indent=2)
        st.markdown(f"The world with {variant(chosen.scenario)} as a file for this lab.")
        st.download_button(
            "Save scenario", file, "advised.json", "application/json", on_click="ignore"
        )
    with others[0]:
        st.markdown("For the package `catalog`: rows behind the strategy as it was simulated.")
        st.code(python_of(chosen.scenario, advice.task.title), language="python")
    for tab, product in zip(others[1:], PRODUCTS.values(), strict=True):
        found = product.translate(chosen.scenario)
        with tab:
            st.code(found.text, language=found.language)
            for note in found.notes:
                st.markdown(f"- {plain(note)}")
            st.caption(f"The nearest settings, after {product.source}.")
