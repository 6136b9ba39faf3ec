"""Runs on a page: wait for the desk without holding up the page, show how far, offer to stop.

Waiting touches the session state in small steps: there Streamlit ends a page run that a newer
one has superseded, and the runs that only it was waiting for are stopped with it.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, wait
from contextlib import ExitStack, contextmanager, suppress
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from metrics import Fold, Report
from simulator import Scenario
from simulator.profile.profile import Profile
from simulator.workload.trace_source import TraceSource
from ui.closeup import CloseFold, CloseReport
from ui.desk import Job, RunError, answer, desk
from ui.reading import Read, Reading, scenario_of
from ui.shown import note_reports
from ui.truth import TruthFold, TruthReport

R = TypeVar("R", bound=Report)

STOPPED = "stopped"
"""Session state: hashes of the scenarios whose run the visitor has stopped."""
PATIENCE_S = 1.0
"""A run that takes longer shows how far it is."""
STEP_S = 0.05


def run(scenario: Scenario) -> Report | None:
    """The report of a scenario; None when there is none, and the page has said why."""
    reports = run_all({"": scenario})
    return reports[""] if reports else None


def close_ups(*groups: Mapping[str, Scenario]) -> list[dict[str, CloseReport]]:
    """The reports of some groups of scenarios with their expiries, all run at once."""
    return grouped(CloseFold, CloseReport, groups)


def truths(*groups: Mapping[str, Scenario]) -> list[dict[str, TruthReport]]:
    """The reports of some groups of scenarios with the truth of their reads, all run at once."""
    return grouped(TruthFold, TruthReport, groups)


def grouped(
    kind: type[Fold], made: type[R], groups: Sequence[Mapping[str, Scenario]]
) -> list[dict[str, R]]:
    """The reports of some groups of scenarios, made by one kind of fold, all run at once."""
    whole = {named(n, name): each for n, group in enumerate(groups) for name, each in group.items()}
    reports = run_all(whole, kind)
    found = {key: each for key, each in reports.items() if isinstance(each, made)}
    return [
        {name: found[named(n, name)] for name in group if found} for n, group in enumerate(groups)
    ]


def named(group: int, name: str) -> str:
    """A scenario's name among several groups of them."""
    return f"{name} ({group + 1})" if group else name


def reading(source: TraceSource) -> Profile | None:
    """The profile of a trace; None when there is none, and the page has said why."""
    found = run_all({"": scenario_of(source)}, Reading).get("")
    return found.profile if isinstance(found, Read) else None


def run_all(
    scenarios: Mapping[str, Scenario], kind: type[Fold] = Fold, patience_s: float = PATIENCE_S
) -> dict[str, Report]:
    """The reports of some scenarios; empty when not all came, and the page has said why.

    Runs that take longer than the patience show how far they are.
    """
    found = {name: desk().remembered(each, kind) for name, each in scenarios.items()}
    missing = {name: each for name, each in scenarios.items() if found[name] is None}
    place = st.empty()
    if missing and is_stopped(missing.values()):
        offer_again(place)
        return {}
    try:
        computed = compute(missing, kind, place, patience_s) if missing else {}
    except RunError as error:
        place.error(str(error), icon=":material/error:")
        offer_again(st.empty())
        return {}
    whole = {name: report or computed[name] for name, report in found.items()}
    note_reports(whole)
    return whole


def compute(
    scenarios: Mapping[str, Scenario], kind: type[Fold], place: DeltaGenerator, patience_s: float
) -> dict[str, Report]:
    """The reports of some runs, while the place shows how far they are."""
    with joined(scenarios, kind) as jobs:
        watch(list(jobs.values()), place, patience_s)
        over_first = sorted(jobs, key=lambda name: not jobs[name].future.done())
        answers = {name: answer(jobs[name]) for name in over_first}
        return {name: answers[name] for name in jobs}


@contextmanager
def ahead(*scenarios: Scenario) -> Iterator[None]:
    """Begin runs that are asked for in the block, so that they go on while the page draws."""
    missing = {str(n): each for n, each in enumerate(scenarios) if not desk().remembered(each)}
    with ExitStack() as stack:
        if not is_stopped(missing.values()):
            with suppress(RunError):
                stack.enter_context(joined(missing, Fold))
        yield


@contextmanager
def joined(scenarios: Mapping[str, Scenario], kind: type[Fold]) -> Iterator[dict[str, Job]]:
    """Jobs for some scenarios, left whatever happens: also when a newer page run takes over."""
    jobs: dict[str, Job] = {}
    desk().admit(scenarios.values(), kind)
    try:
        for name, scenario in scenarios.items():
            jobs[name] = desk().join(scenario, kind)
        yield jobs
    finally:
        for job in jobs.values():
            desk().leave(job)


def watch(jobs: list[Job], place: DeltaGenerator, patience_s: float) -> None:
    """Wait until all runs are over or one has failed."""
    began_s, bar = time.monotonic(), None
    while underway(jobs):
        st.session_state.get(STOPPED)
        waited_s = time.monotonic() - began_s
        if waited_s > patience_s:
            bar = bar or progress_bar(jobs, place)
            share = sum(desk().share_done(job) for job in jobs) / len(jobs)
            bar.progress(share, how_far(share, waited_s, jobs[0].kind))
    place.empty()


def underway(jobs: list[Job]) -> bool:
    """Give the runs a moment; are some still computing, and none failed?"""
    done, not_done = wait([job.future for job in jobs], STEP_S, FIRST_EXCEPTION)
    failed = any(future.cancelled() or future.exception() for future in done)
    return bool(not_done) and not failed


def progress_bar(jobs: list[Job], place: DeltaGenerator) -> DeltaGenerator:
    """A bar with a way out beside it."""
    box = place.container(horizontal=True, vertical_alignment="center")
    bar = box.progress(0.0)
    hashes = [job.scenario.hash() for job in jobs]
    box.button("Stop", icon=":material/stop_circle:", key="stop", on_click=stop, args=(hashes,))
    return bar


def how_far(share: float, waited_s: float, kind: type[Fold] = Fold) -> str:
    """The share done and the time left, in words."""
    if share <= 0:
        return "Waiting for a free worker"
    left_s = waited_s * (1 - share) / share
    word = "read" if issubclass(kind, Reading) else "simulated"
    return f"{share:.0%} {word}, about {max(1, round(left_s))} s left"


def stop(hashes: list[str]) -> None:
    """Compute these no more until asked to."""
    st.session_state[STOPPED] = hashes


def is_stopped(scenarios: Iterable[Scenario]) -> bool:
    """Has the visitor stopped one of these?"""
    stopped = st.session_state.get(STOPPED, [])
    return any(scenario.hash() in stopped for scenario in scenarios)


def offer_again(place: DeltaGenerator) -> None:
    """Nothing is computed: say how to go on."""
    box = place.container(horizontal=True, vertical_alignment="center")
    box.markdown("No result for these settings yet. Change one, or run them.")
    box.button("Run", icon=":material/play_arrow:", key="again", on_click=stop, args=([],))
