"""Where a live run takes place: servers that the environment names, embedded parts, or a spare."""

import os
from dataclasses import replace

import streamlit as st

from live import LiveError, Places
from live.real_strikes import strikes_cache
from live.spare import is_installed
from ui.bench import Bench
from ui.fields import tag_value, title

SPARE = "live spare"
"""Session state: does the visitor want a Redis of the lab's own?"""
ADDRESSES = ("REDIS_URL", "DATABASE_URL")


def places() -> Places:
    """The servers that the environment or `.streamlit/secrets.toml` names; never a visitor."""
    given = {name: os.environ[name] for name in ADDRESSES if name in os.environ}
    if st.secrets.load_if_toml_exists():
        given |= {name: str(st.secrets[name]) for name in ADDRESSES if name in st.secrets}
    found = Places.from_environment(given)
    return replace(found, redis=None, spare=True) if st.session_state.get(SPARE) else found


def own_redis(bench: Bench) -> None:
    """Whether the cache is a server of the lab's own, which faults may really strike."""
    if not is_installed():
        return
    st.toggle(
        "On a spare Redis of the lab's own",
        key=SPARE,
        persist_state="session",
        help="A redis-server that is started for the run and ends with it. Outages and crashes of "
        "the cache are then real: it is killed, paused, or shut to clients, and comes back. On any "
        "other cache they are played: a server that somebody named is never touched so.",
    )
    names = [title(tag_value(each)) for each in bench.scenario.faults if strikes_cache(each)]
    if names and not st.session_state.get(SPARE):
        st.caption(f"{' and '.join(names)} will be played; on a spare Redis they are real.")


def where() -> None:
    """The servers in words."""
    try:
        found = places()
        st.caption(f"Runs on {found.cache_name} and {found.database_name}.")
    except LiveError as error:
        st.error(str(error), icon=":material/error:")
