"""The run shelf on a page: pin a run, see what is pinned, take it away, open a capsule."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from metrics import DECLARATIONS, Report
from simulator.capsule import Capsule, Run, differing, opened
from simulator.version import VERSION
from ui import pins, runs, state
from ui.door import STRICT
from ui.fields import tag_value, title
from ui.fitting import fitting
from ui.verdict import figure_text

OPENED = "opened capsule"
"""Session state: the capsule whose runs are computed again."""
CHOSEN, NAME = "pin which", "pin name"
SHOWN = 12
"""So many differing figures of a run are listed."""


def shelf(head: DeltaGenerator, reports: Mapping[str, Report]) -> None:
    """What can be pinned, and what is; in the page's head."""
    check()
    count = len(pins.pins())
    label = f"Run shelf ({count})" if count else "Run shelf"
    with head.popover(label, icon=":material/push_pin:"):
        if reports:
            offer(reports)
        for name, report in pins.pins().items():
            row(name, report)
        if not count:
            st.caption(
                "Pin a run: it stays as a thin line behind every later one, and its figures beside "
                "theirs, on all pages until you close this tab."
            )
            return
        st.download_button(
            "Save capsule",
            pins.capsule(),
            "runs.capsule.json",
            "application/json",
            icon=":material/download:",
            on_click="ignore",
            help="Scenarios, seeds, version and figures. Opened under Share and save, its runs are "
            "computed again and compared to the last bit.",
        )


def only(report: Report | None) -> dict[str, Report]:
    """The run of a page that has one, by its strategy."""
    return {tag_value(report.scenario.strategy): report} if report else {}


def offer(reports: Mapping[str, Report]) -> None:
    """Pin one of the runs on this page."""
    names = list(reports)
    name = st.selectbox("Run", names, format_func=title, key=CHOSEN) if names[1:] else names[0]
    chosen = reports.get(name or names[0], reports[names[0]])
    usual = pins.fresh(title(name or tag_value(chosen.scenario.strategy)))
    st.text_input("Name", key=NAME, placeholder=usual, max_chars=pins.LONGEST)
    st.button(
        "Pin this run",
        icon=":material/push_pin:",
        key="pin",
        type="primary",
        on_click=take,
        args=(usual, chosen),
    )


def take(usual: str, report: Report) -> None:
    """Pin a run under the name that was typed; for a callback."""
    typed = str(st.session_state.get(NAME) or "").strip()
    pins.pin(pins.fresh(typed) if typed else usual, report)
    st.session_state[NAME] = ""


def row(name: str, report: Report) -> None:
    """A pinned run: what it is, the way back to its settings, the way out."""
    box = st.container(horizontal=True, vertical_alignment="center")
    hit = figure_text("hit_ratio", report.figures["hit_ratio"])
    box.markdown(f"**{name}**  \n:small[hit ratio {hit}, seed {report.scenario.seed}]")
    box.button(
        "",
        icon=":material/tune:",
        key=f"open {name}",
        help=f"Set the controls of this page as in {name}",
        on_click=state.show,
        args=(report.scenario,),
    )
    box.button(
        "",
        icon=":material/close:",
        key=f"unpin {name}",
        help=f"Unpin {name}",
        on_click=pins.unpin,
        args=(name,),
    )


def open_capsule(data: dict[str, Any]) -> None:
    """Take the plain data of a capsule, to be computed again; raises ScenarioError."""
    found = opened(data)
    for each in found.runs:
        fitting(each.scenario, STRICT)
    st.session_state[OPENED] = found


def check() -> None:
    """Compute the runs of an opened capsule again, pin them, say whether they came out equal."""
    found: Capsule | None = st.session_state.get(OPENED)
    if found is None:
        return
    again = runs.run_all({str(n): each.scenario for n, each in enumerate(found.runs)})
    if not again:
        return
    del st.session_state[OPENED]
    off: dict[str, pd.DataFrame] = {}
    for number, run in enumerate(found.runs):
        report = again[str(number)]
        name = pins.fresh(run.name)
        pins.pin(name, report)
        table = differences(run, report)
        off |= {} if table.empty else {name: table}
    tell(found, off)


def differences(run: Run, report: Report) -> pd.DataFrame:
    """The figures of a run that did not come out equal."""
    pairs = differing(run.figures, report.figures)
    rows = [
        (DECLARATIONS[name].title if name in DECLARATIONS else name, *map(str, pair))
        for name, pair in pairs.items()
    ]
    return pd.DataFrame(rows, columns=["Figure", "In the capsule", "Here"])


def tell(found: Capsule, off: Mapping[str, pd.DataFrame]) -> None:
    """The verdict."""
    count = len(found.runs)
    many = "1 run" if count == 1 else f"{count} runs"
    if not off:
        words = f"Capsule opened: {many} computed again, every figure equal to the last bit."
        st.success(words, icon=":material/verified:")
        return
    made = pins.tidy(found.version)
    version = "" if made == VERSION else f" It was made by version {made}, this is {VERSION}."
    st.warning(
        f"Capsule opened: {len(off)} of {many} came out otherwise: {', '.join(off)}.{version}",
        icon=":material/difference:",
    )
    for name, table in off.items():
        st.caption(f"{name}: {len(table)} figures differ")
        st.dataframe(table.head(SHOWN), hide_index=True, alt=f"Differing figures of {name}")
