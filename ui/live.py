"""Panels of the live page: where it runs, the run with its progress, measured beside simulated."""

import os
import time

import streamlit as st

from charts.beside import beside
from live import LiveError, Places
from live.fit import fitted
from metrics import Report
from metrics.words import readable
from simulator import Scenario
from ui import microscope, state
from ui.bench import Bench
from ui.chart import charts
from ui.explain import explain
from ui.fields import tag_value
from ui.gap import MAIN, show_gaps, summary
from ui.measuring import REPEATS, LiveReport, Told
from ui.stage import BUSY, Show, stage

SHOW = "live show"
"""Session state: what this visitor has on the stage, or had last."""
RESULT = "live result"
"""Session state: the last measurement, which stays while the next is under way."""
SORRY = "live sorry"
"""Session state: one sentence about what could not be done."""
LEFT = "live leftovers"
"""Session state: what dead runs have left behind, in words."""
ADDRESSES = ("REDIS_URL", "DATABASE_URL")
STEP_S = 0.1
LONGEST_S = 60.0
MOST_RPS = 2000.0
MOST_KEYS = 100_000
TITLES = {
    "round_trip_s": "Cache round trip",
    "service_s": "Cache service time",
    "read_s": "Database read",
    "write_s": "Database write",
}
TOLD = ("cache.round_trip_s", "cache.service_s", "database.read_s", "database.write_s")
"""What a calibration tells the scenario."""


def places() -> Places:
    """The servers that the environment or `.streamlit/secrets.toml` names; never a visitor."""
    given = {name: os.environ[name] for name in ADDRESSES if name in os.environ}
    if st.secrets.load_if_toml_exists():
        given |= {name: str(st.secrets[name]) for name in ADDRESSES if name in st.secrets}
    return Places.from_environment(given)


def controls(bench: Bench) -> None:
    """Where it will run, what can be done, and what is under way."""
    show: Show | None = st.session_state.get(SHOW)
    on = show is not None and not show.look()
    sentence = "" if on else objection(bench.scenario)
    box = st.container(horizontal=True, vertical_alignment="center")
    seconds = f"{bench.scenario.workload.duration_s:g} s"
    for what, label, icon in (
        ("run", f"Run for {seconds}", "play_arrow"),
        ("calibrate", "Calibrate", "speed"),
    ):
        box.button(
            label,
            icon=f":material/{icon}:",
            type="primary" if what == "run" else "secondary",
            disabled=on or bool(sentence),
            on_click=begin,
            args=(what, bench.scenario),
            key=f"live {what}",
        )
    where()
    if sentence:
        st.warning(sentence, icon=":material/info:")
    if show is not None:
        follow(show)
    tell()


def where() -> None:
    """The servers in words."""
    try:
        found = places()
        st.caption(f"Runs on {found.cache_name} and {found.database_name}.")
    except LiveError as error:
        st.error(str(error), icon=":material/error:")


def objection(scenario: Scenario) -> str:
    """Why a page does not run a scenario in real time; empty where it does."""
    workload = scenario.workload
    limits = (
        ("workload.duration_s", workload.duration_s, LONGEST_S),
        ("workload.rate_rps", workload.rate_rps, MOST_RPS),
        ("workload.rate_rps and what faults add to it", scenario.most_rps, MOST_RPS),
        ("workload.keys", workload.keys, MOST_KEYS),
    )
    for name, value, limit in limits:
        if value > limit:
            way_out = "lower it or use `python -m live run`"
            return f"{name} must be at most {limit:,g} on this page, got {value:,g}; {way_out}."
    try:
        fitted(scenario)
    except LiveError as error:
        return f"{error}."
    return ""


def begin(what: str, scenario: Scenario) -> None:
    """Put something on the stage; for callbacks."""
    show = stage().begin(what, scenario, places())
    if show is None:
        st.session_state[SORRY] = BUSY
    else:
        st.session_state[SHOW] = show


def follow(show: Show) -> None:
    """Show how far it is until it is over, with a way to stop; then take what it came to."""
    place = st.empty()
    if not show.look():
        watch(show, place)
    place.empty()
    del st.session_state[SHOW]
    st.session_state[LEFT] = "" if show.what == "clean" else show.leftovers
    st.session_state[SORRY] = show.sentence
    if isinstance(show.answer, LiveReport):
        st.session_state[RESULT] = show.answer
    elif isinstance(show.answer, Told):
        take(show.answer)
    elif show.answer is not None:
        st.session_state[SORRY] = f"Removed: {show.answer}."
    st.rerun()


def watch(show: Show, place: st.delta_generator.DeltaGenerator) -> None:
    """Draw the progress; ends early, by Streamlit's hand, when a newer page run takes over."""
    box = place.container(horizontal=True, vertical_alignment="center")
    bar = box.progress(0.0)
    box.button("Stop", icon=":material/stop_circle:", key="live stop", on_click=show.stop)
    began_s = time.monotonic()
    while not show.look(STEP_S):
        st.session_state.get(SHOW)
        bar.progress(show.share, how_far(show, time.monotonic() - began_s))


def how_far(show: Show, waited_s: float) -> str:
    """The share done, in words."""
    if show.what != "run":
        return f"Measuring the parts, {waited_s:.0f} s so far"
    if show.share <= 0:
        return "Setting up"
    if show.share >= 1:
        return f"Simulating the same requests {REPEATS} times"
    left_s = show.scenario.workload.duration_s * (1 - show.share)
    return f"{show.share:.0%} measured, {left_s:.0f} s left"


def take(told: Told) -> None:
    """Put what a calibration has found into the scenario."""
    for name in TOLD:
        section, field = name.split(".")
        state.change(name, getattr(getattr(told.scenario, section), field))
    found = told.found._asdict()
    parts = [f"{title} {readable(found[name], 's')}" for name, title in TITLES.items()]
    pace = f"up to {found['pace_rps']:,.0f} requests a second start in time"
    st.session_state[SORRY] = f"Measured and put into the scenario: {', '.join(parts)}; {pace}."


def tell() -> None:
    """Say once what there is to say."""
    sentence = st.session_state.pop(SORRY, "")
    if sentence:
        st.info(sentence, icon=":material/info:")
    left = st.session_state.get(LEFT)
    if left:
        st.warning(f"Dead runs have left something behind: {left}.", icon=":material/delete:")
        st.button("Remove it", on_click=begin, args=("clean", Scenario()), key="live clean")


def runs() -> dict[str, Report]:
    """The last measurement and its simulation, for the run shelf; nothing before there is one."""
    found: LiveReport | None = st.session_state.get(RESULT)
    return {"measured": found.measured, "simulated": found.simulated} if found else {}


def result(bench: Bench) -> None:
    """The last measurement beside its simulation."""
    found: LiveReport | None = st.session_state.get(RESULT)
    if found is None:
        st.markdown(
            "Nothing measured yet. **Calibrate** tells the scenario how fast cache and database "
            "are here; **Run** sends the requests to them and simulates the same ones."
        )
        return
    scenario = found.measured.scenario
    if scenario.hash() != fitted_hash(bench.scenario):
        st.caption("Measured with earlier settings; run again for these.")
    st.markdown(f"**{summary(found.gaps)}**")
    show_gaps([gap for gap in found.gaps if gap.metric in MAIN], "The main metrics")
    strategy, warmup_s = tag_value(scenario.strategy), scenario.workload.warmup_s
    lines = beside(found.measured.timeline, found.simulated.timeline, warmup_s, strategy)
    charts(lines, key="live lines")
    worth(found)
    explain({"measured": found.measured, "simulated": found.simulated})
    with st.expander("All metrics", icon=":material/table:"):
        show_gaps(found.gaps, "All metrics")
    microscope.section({"": found.simulated.scenario})


def fitted_hash(scenario: Scenario) -> str:
    """The name of a scenario as it would be run."""
    try:
        return fitted(scenario).scenario.hash()
    except LiveError:
        return ""


def worth(found: LiveReport) -> None:
    """What the measurement is worth: where, how punctual, what failed."""
    late = found.lateness
    st.caption(
        f"{found.places} · {late.late_share:.1%} of the requests started more than 1 ms late, the "
        f"latest {readable(late.max_s, 's')} · noise: where one more of {REPEATS} simulations of "
        "the same requests would fall, 19 times in 20"
    )
    for note in found.notes:
        st.warning(f"{note[0].upper()}{note[1:]}.", icon=":material/info:")
