"""The controls of the sweep page: what is swept, how often, and how it is looked at."""

from typing import NamedTuple

import streamlit as st

from metrics import DECLARATIONS
from simulator import Scenario, ScenarioError
from simulator.sweep import Plan, Precision
from simulator.sweep.plan import variants
from ui import axes
from ui.bench import Bench
from ui.fields import tag_value, title
from ui.map import View
from ui.verdict import HEADLINE
from ui.wishes import STACKS

MOST_REPLICATIONS = 30
WIDTHS = {"as given": None, "until ± 10 %": 0.1, "until ± 5 %": 0.05, "until ± 1 %": 0.01}


class Choice(NamedTuple):
    """What the visitor has set: the plan, and how its results are looked at."""

    plan: Plan
    view: View


def choose(bench: Bench) -> Choice | None:
    """The controls; None where they describe no sweep, and the page has said why."""
    try:
        shown = compared(bench)
        moving = axes.choose(bench)
        left, middle, right, last = st.columns(4)
        with left:
            metric = pick("Metric", [*HEADLINE, *(n for n in DECLARATIONS if n not in HEADLINE)])
        with middle:
            baseline = pick("Compared with", ["", *shown])
        runs = right.number_input(
            "Replications", 1, MOST_REPLICATIONS, 5, key="sweep runs", persist_state="session"
        )
        width = WIDTHS[last.selectbox("Precision", list(WIDTHS), key="sweep width") or "as given"]
        wish = Precision(metric, width, relative=True, most=MOST_REPLICATIONS) if width else None
        return Choice(Plan(shown, moving, int(runs or 1), wish), View(metric, baseline))
    except ScenarioError as error:
        st.warning(f"{error}.", icon=":material/info:")
        return None


def compared(bench: Bench) -> dict[str, Scenario]:
    """The variants: the strategies of the bench, or its own strategy under some stacks."""
    own = title(tag_value(bench.scenario.strategy))
    stacks = st.multiselect(
        "Protections",
        STACKS,
        key="sweep stacks",
        format_func=title,
        placeholder="the strategies, each as it is",
        help=f"Choose some, and {own} under each of them stands in place of the strategies.",
        persist_state="session",
    )
    return variants(bench.scenario, [], stacks) if stacks else bench.duels()


def pick(label: str, names: list[str]) -> str:
    """One of some metrics or strategies."""
    found = st.selectbox(
        label, names, key=f"sweep {label}", format_func=named, persist_state="session"
    )
    return found or names[0]


def named(name: str) -> str:
    """A metric's title, a strategy's name, or nothing."""
    return DECLARATIONS[name].title if name in DECLARATIONS else title(name) or "nothing"
