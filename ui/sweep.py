"""Panels of the sweep page: the way in, how far it is, the map, the way into a cell."""

from functools import partial
from io import BytesIO

import streamlit as st

from metrics import DECLARATIONS
from metrics.words import readable
from simulator import ScenarioError
from simulator.sweep import Plan
from simulator.sweep.results import SETTLED
from ui import pins, state
from ui.chart import charts
from ui.map import View, click, picture
from ui.planning import Choice
from ui.sweeps import Sweeping, office
from ui.verdict import figure_text

SWEEP = "sweep"
"""Session state: this visitor's sweep, under way or over."""
SORRY = "sweep sorry"
"""Session state: one sentence about what could not be begun."""
GO = "sweep go"
"""Session state: the cell that was clicked."""
EVERY_S = 1.0
FILES = {"CSV": "text/csv", "Parquet": "application/vnd.apache.parquet"}
"""What all runs can be saved as, with their media types."""


def result(choice: Choice) -> None:
    """The button, the progress and the map."""
    if GO in st.session_state:
        state.take(st.session_state.pop(GO))
        st.switch_page("pages/playground.py")
    sweeping: Sweeping | None = st.session_state.get(SWEEP)
    on = sweeping is not None and not sweeping.over.is_set()
    start(choice.plan, on=on)
    if sweeping is None:
        st.markdown(
            "Nothing swept yet. Choose what to move and press **Sweep**: each cell of the map is "
            "run several times on the same requests as all others, on every core."
        )
        return
    if not on and sweeping.plan != choice.plan:
        st.caption("The map shows an earlier sweep; press Sweep for these settings.")
    st.fragment(follow, run_every=EVERY_S if on else None)(sweeping, choice.view, on=on)


def start(plan: Plan, *, on: bool) -> None:
    """What the sweep comes to, and the button that begins it."""
    box = st.container(horizontal=True, vertical_alignment="center")
    box.button(
        "Sweep",
        icon=":material/play_arrow:",
        type="primary",
        key="sweep start",
        disabled=on,
        on_click=begin,
        args=(plan,),
    )
    cells = plan.size
    box.caption(f"{cells:,} cells, {cells * plan.replications:,} runs; what is known is not rerun.")
    sentence = st.session_state.pop(SORRY, "")
    if sentence:
        st.warning(f"{sentence}.", icon=":material/info:")


def begin(plan: Plan) -> None:
    """Begin a sweep; for a callback."""
    try:
        st.session_state[SWEEP] = office().begin(plan)
    except ScenarioError as error:
        st.session_state[SORRY] = str(error)


def follow(sweeping: Sweeping, view: View, *, on: bool) -> None:
    """How far it is, and the map as far as it is known."""
    sweeping.seen()
    if GO in st.session_state:
        st.rerun()
    if sweeping.over.is_set():
        if on:
            st.rerun()
        ended(sweeping)
    else:
        progress(sweeping)
    figures = picture(sweeping.results, view)
    if figures:
        go = partial(visit, sweeping, view)
        charts(figures, key="sweep map", narrowest="24rem", on_point=go)
        beside(view)
    facts(sweeping)
    if sweeping.over.is_set():
        tables(sweeping, view)


def progress(sweeping: Sweeping) -> None:
    """Cells done, rate, time left, and the way to stop."""
    standing, rate = sweeping.results.standing(), sweeping.rate()
    left = standing.runs - standing.runs_done
    words = f"{standing.cells_done:,} of {standing.cells:,} cells, {rate:,.1f} runs/s"
    words += f", about {readable(max(1.0, round(left / rate)), 's')} left" if rate > 0 else ""
    box = st.container(horizontal=True, vertical_alignment="center")
    box.progress(standing.runs_done / standing.runs, words)
    icon = ":material/stop_circle:"
    box.button("Stop", key="sweep stop", icon=icon, on_click=sweeping.halt.set)


def ended(sweeping: Sweeping) -> None:
    """How it ended."""
    standing = sweeping.results.standing()
    if sweeping.sentence:
        st.error(sweeping.sentence, icon=":material/error:")
    elif standing.cells_done < standing.cells:
        st.info(
            f"Stopped at {standing.cells_done:,} of {standing.cells:,} cells. What is done is "
            "kept: Sweep goes on from there.",
            icon=":material/info:",
        )


def visit(sweeping: Sweeping, view: View, figure: int, x: float, y: float) -> None:
    """Open the clicked cell in the Playground; for the callback of a chart."""
    cell = click(sweeping.results, view, figure, x, y)
    if cell is not None:
        st.session_state[GO] = sweeping.plan.cells[cell].scenario


def beside(view: View) -> None:
    """What the pinned runs came to in the metric that is looked at."""
    kept = {name: each.figures.get(view.metric) for name, each in pins.pins().items()}
    if kept:
        told = ", ".join(f"**{name}** {figure_text(view.metric, v)}" for name, v in kept.items())
        st.caption(f"Pinned runs, {DECLARATIONS[view.metric].title.lower()}: {told}.")


def facts(sweeping: Sweeping) -> None:
    """What was run, and whether the warm-up was long enough."""
    results, plan = sweeping.results, sweeping.plan
    standing, seed = results.standing(), plan.cells[0].scenario.seed
    new, spent = standing.runs_done - sweeping.known, readable(round(sweeping.spent_s()), "s")
    fewest, most = min(results.wanted), max(results.wanted)
    times = f"{most}" if fewest == most else f"{fewest} to {most}"
    st.caption(
        f"Means with 95 % intervals, {times} replications a cell, seeds from {seed} on, the "
        f"same in every cell. {new:,} runs computed in {spent}, {sweeping.known:,} known before. "
        "Click a cell to open it in the Playground."
    )
    done = [cell for cell in range(standing.cells) if results.values(cell, SETTLED)]
    if done and sweeping.over.is_set():
        st.caption(warm_up(sweeping, done))


def warm_up(sweeping: Sweeping, done: list[int]) -> str:
    """Whether the cells had settled before they were counted."""
    results, cells = sweeping.results, sweeping.plan.cells
    late = [
        cell
        for cell in done
        if (end := results.settled_s(cell)) is None or end > cells[cell].scenario.workload.warmup_s
    ]
    judged = "Warm-up, judged by MSER-5 on hit ratio and database reads"
    if not late:
        return f"{judged}: long enough in every cell."
    return (
        f"{judged}: in {len(late):,} of {len(done):,} cells the median run settles later than "
        "counting begins. A longer warm-up would tell whether it matters."
    )


def tables(sweeping: Sweeping, view: View) -> None:
    """The cells of the chosen metric, and all runs as files."""
    results = sweeping.results
    with st.expander("Cells and files", icon=":material/table:"):
        known = view.baseline if view.baseline in results.plan.variants else ""
        st.dataframe(
            results.cells_table([view.metric], known),
            hide_index=True,
            alt="Mean and interval of every cell",
        )
        box = st.container(horizontal=True)
        for name, kind in FILES.items():
            content = partial(saved, sweeping, name)
            label, file = f"Save all runs as {name}", f"sweep.{name.lower()}"
            box.download_button(label, content, file, kind, on_click="ignore")


def saved(sweeping: Sweeping, name: str) -> bytes:
    """All runs as a file of this kind."""
    table, file = sweeping.results.runs_table(), BytesIO()
    if name == "CSV":
        table.to_csv(file, index=False)
    else:
        table.to_parquet(file, index=False)
    return file.getvalue()
