"""What the start page is made of: a live miniature, three doors, the presets."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts import course
from metrics import Report
from metrics.words import readable
from simulator import Scenario
from ui import presenter, presets, state, teaching
from ui.bench import assemble
from ui.chart import charts
from ui.fields import tag_value
from ui.link import to_query

WORLD = {
    "workload.duration_s": 60.0,
    "workload.warmup_s": 10.0,
    "workload.keys": 2000,
    "strategy.invalidation": "ttl-only",
}
"""Small enough to follow the slider at once; writers leave the cache alone, so that a long TTL
spares the database and serves old values: the trade-off that everything here is about."""
TTLS = {readable(ttl_s, "s"): ttl_s for ttl_s in (0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 60.0)}


NAME = "Cache Strategy Lab"
LEAD = "See what a caching strategy does to hit ratio, staleness, latency and the database."


class Door(NamedTuple):
    """A way on."""

    name: str
    icon: str
    page: str
    label: str
    words: str


DOORS = (
    Door(
        "Learn",
        "school",
        "pages/lessons.py",
        "Open the lessons",
        "Predict, reveal the run, observe: from “why cache at all” to the truth about retries.",
    ),
    Door(
        "Play",
        "tune",
        presets.PLAYGROUND,
        "Open the Playground",
        "One strategy, every parameter at hand: TTL, traffic, pool size, faults.",
    ),
    Door(
        "Decide",
        "compare_arrows",
        "pages/compare.py",
        "Compare strategies",
        "Your load, two to six strategies on the same requests, with intervals.",
    ),
)


def elsewhere() -> None:
    """A link with settings in it is meant for the Playground, which once stood at this address."""
    if state.apart(kept=False):
        st.switch_page(presets.PLAYGROUND, query_params=st.query_params.to_dict())


def heading() -> DeltaGenerator:
    """What this is, in two sentences; answers with room for the menu."""
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.header(NAME, anchor=False, width="stretch")
        room = st.container(width="content")
    st.markdown(
        f"{LEAD} **Move the slider:** thirty thousand requests are simulated again each time."
    )
    return room


def teach(room: DeltaGenerator, scenario: Scenario) -> None:
    """What a teacher may take from here."""
    with room.container(horizontal=True):
        teaching.menu(NAME, LEAD, teaching.one_world(scenario))
        presenter.button()


def ttl_slider() -> Scenario:
    """The one control of the miniature; its world."""
    label = st.select_slider(
        "How long entries live in the cache (TTL)", list(TTLS), "5 s", key="start ttl"
    )
    return assemble(WORLD | {"strategy.ttl_s": TTLS[label]}).scenario


def miniature(report: Report) -> None:
    """What came of it: a sentence and three charts."""
    figures, scenario = report.figures, report.scenario
    ttl = readable(ttl_of(scenario), "s")
    reads_rps = scenario.workload.rate_rps * scenario.workload.read_share
    st.markdown(
        f"With a TTL of **{ttl}** the cache answers **{figures['hit_ratio'] or 0:.0%}** of the "
        f"reads. Of {reads_rps:,.0f} reads a second the database sees "
        f"**{figures['db_read_rps'] or 0:,.0f}**, and **{figures['stale_read_ratio'] or 0:.1%}** "
        "of the answers are out of date."
    )
    strategy, warmup_s = tag_value(scenario.strategy), scenario.workload.warmup_s
    draw = (course.hit_ratio, course.database, course.staleness)
    charts(
        [each(report.timeline, warmup_s, strategy) for each in draw],
        key="miniature",
        narrowest="16rem",
    )


def doors(scenario: Scenario) -> None:
    """Three ways on; the one into the Playground takes the miniature's world along."""
    own = to_query(assemble(WORLD | {"strategy.ttl_s": ttl_of(scenario)}))
    for place, door in zip(st.columns(3), DOORS, strict=True):
        with place.container(border=True, height="stretch"):
            st.markdown(f"#### :material/{door.icon}: {door.name}")
            st.markdown(door.words)
            st.page_link(
                door.page,
                label=f"**{door.label}**",
                icon=":material/arrow_forward:",
                query_params=own if door.page == presets.PLAYGROUND else None,
            )


def ttl_of(scenario: Scenario) -> float:
    """The miniature's TTL."""
    ttl_s: float = scenario.strategy.ttl_s  # type: ignore[attr-defined]
    return ttl_s


def worlds() -> None:
    """Worlds to begin with."""
    st.subheader("Or begin with a world", anchor=False)
    for place, preset in zip(st.columns(len(presets.PRESETS)), presets.PRESETS, strict=True):
        with place.container(border=True, height="stretch"):
            presets.link(preset)
