"""Presets: worlds worth starting from, as links into the Playground."""

from functools import cache
from typing import NamedTuple

import streamlit as st

from ui.bench import assemble
from ui.flat import Flat
from ui.link import to_query

PLAYGROUND = "pages/playground.py"


class Preset(NamedTuple):
    """A world by its differences from the defaults."""

    title: str
    icon: str
    words: str
    flat: Flat


PRESETS = (
    Preset(
        "TTL of 5 min",
        "school",
        "The usual default: a small shop for a quarter of an hour, entries live for five minutes.",
        {
            "workload.rate_rps": 100.0,
            "workload.duration_s": 900.0,
            "workload.warmup_s": 300.0,
            "strategy.ttl_s": 300.0,
        },
    ),
    Preset(
        "Flash crowd",
        "groups",
        "Nine reads in ten want the same key, which expires every ten seconds.",
        {
            "workload.rate_rps": 2000.0,
            "workload.duration_s": 60.0,
            "workload.warmup_s": 5.0,
            "workload.popularity": "hotspot",
            "workload.popularity.hot_requests": 0.9,
            "workload.popularity.hot_keys": 0.0,
            "workload.read_share": 0.99,
            "database.connections": 64,
            "database.read_s": 0.1,
            "strategy.ttl_s": 10.0,
        },
    ),
    Preset(
        "Write-heavy",
        "edit",
        "Every other request is a write; write-behind stores them a little later.",
        {"workload.read_share": 0.5, "strategy": "write-behind"},
    ),
    Preset(
        "Tiny pool",
        "hourglass_empty",
        "Two database connections for five hundred requests a second: everybody queues.",
        {"database.connections": 2, "workload.duration_s": 60.0, "workload.warmup_s": 10.0},
    ),
    Preset(
        "Recorded trace",
        "timeline",
        "The product pages of a shop, in the order in which they were really asked for.",
        {"workload.trace": "cache2k_web12"},
    ),
)


@cache
def queries() -> dict[str, dict[str, str]]:
    """What the address of each preset says, by its title."""
    return {each.title: to_query(assemble(each.flat)) for each in PRESETS}


def link(preset: Preset) -> None:
    """The way into a preset, and what it is."""
    icon, query = f":material/{preset.icon}:", queries()[preset.title]
    st.page_link(PLAYGROUND, label=preset.title, icon=icon, query_params=query)
    st.caption(preset.words)


def menu() -> None:
    """The presets behind a button."""
    with st.popover("Start from a preset", icon=":material/bookmarks:", width="stretch"):
        for each in PRESETS:
            link(each)
