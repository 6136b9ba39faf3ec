"""What a visitor's session remembers: the benches, the link it was last told, one sentence.

The bench is the truth. Controls show it and change it through callbacks; the address shows it and
replaces it when the visitor goes back, reloads or opens a link. Input that is no bench leaves
everything as it was and one sentence on the page.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from simulator import Scenario, ScenarioError
from ui.bench import Bench, changed, changed_for_all
from ui.flat import flat_of
from ui.link import from_json, from_query, to_query
from ui.openings import SHARED, opened

PAGE = "page"
BENCH = "bench "
"""Keys of benches begin with this; the name of the opening follows."""
OWN = "own"
"""The opening of the page shown last: its controls are the ones that call back."""
CONTROL = "at "
"""Keys of controls begin with this; the name of the value follows."""
SENTENCE = "sentence"
TOUCHED = "touched"
"""A control has changed the bench in this very run, so the address is behind."""
CHAPTER = "chapter"
KEPT = (CHAPTER,)
"""Names in the address that belong to a page and not to the bench."""
TOLD = "told"
"""Where the visitor was and what the address said when the page last set it."""

Place = tuple[str, dict[str, str]]
"""A page and what its address says."""


def enter(page: str) -> None:
    """A page is about to be shown: forget the controls of another one, they are not the same."""
    if st.session_state.get(PAGE) != page:
        st.session_state[PAGE] = page
        for key in [key for key in st.session_state if str(key).startswith(CONTROL)]:
            del st.session_state[key]


def arrive(own: str = SHARED) -> Bench:
    """The bench of this page run, in step with the address; shows what was wrong with input.

    `own` names the opening of a page that has a bench of its own.
    """
    state = st.session_state
    state[OWN] = own
    here = (state.get(PAGE, ""), apart(kept=False))
    touched = state.pop(TOUCHED, False)
    if bench_key() not in state:
        state[bench_key()] = opened(own)
        adopt(lambda: from_query(here[1], own))
    elif not touched and has_moved(here):
        adopt(lambda: from_query(here[1], own))
    tell(here)
    show_sentence()
    return state[bench_key()]


def apart(*, kept: bool) -> dict[str, str]:
    """What the address says of the bench, or what pages keep in it besides."""
    told = st.query_params.to_dict().items()
    return {name: value for name, value in told if (name in KEPT) == kept}


def bench_key() -> str:
    """Where the bench of the present page is kept."""
    return BENCH + str(st.session_state[OWN])


def has_moved(here: Place) -> bool:
    """Has the visitor changed the address? A bare page from the menu keeps the bench."""
    page, query = st.session_state.get(TOLD, (None, {}))
    return here != (page, query) and (page == here[0] or bool(here[1]))


def tell(here: Place) -> None:
    """Put the bench into the address."""
    query = to_query(st.session_state[bench_key()], st.session_state[OWN])
    if query != here[1]:
        st.query_params.from_dict(query | apart(kept=True))
    st.session_state[TOLD] = (here[0], query)


def adopt(source: Callable[[], Bench]) -> None:
    """Replace the bench; keep it where the source is none, with a sentence to show."""
    try:
        st.session_state[bench_key()] = source()
    except ScenarioError as error:
        st.session_state[SENTENCE] = str(error)


def change(name: str, value: Any) -> None:
    """Change one value of the bench; for callbacks of controls."""
    st.session_state[TOUCHED] = True
    bench = st.session_state[bench_key()]
    adopt(lambda: changed(bench, name, value))


def change_all(name: str, value: Any) -> None:
    """Change a setting of every compared strategy that has it; for callbacks of controls."""
    st.session_state[TOUCHED] = True
    bench = st.session_state[bench_key()]
    adopt(lambda: changed_for_all(bench, name, value))


def restore(content: bytes) -> None:
    """Take the bench from an exported file; for the callback of an upload."""
    st.session_state[TOUCHED] = True
    adopt(lambda: from_json(content))


def take(scenario: Scenario) -> None:
    """Set the bench that pages share to a scenario; for callbacks that go to such a page."""
    st.session_state[TOUCHED] = True
    try:
        st.session_state[BENCH + SHARED] = opened(SHARED, flat_of(scenario))
    except ScenarioError as error:
        st.session_state[SENTENCE] = str(error)


def reset() -> None:
    """Back to the opening bench; for a callback."""
    st.session_state[TOUCHED] = True
    st.session_state[bench_key()] = opened(st.session_state[OWN])


def show_sentence() -> None:
    """Say once what was wrong with the last input."""
    sentence = st.session_state.pop(SENTENCE, None)
    if sentence:
        st.warning(f"{sentence}. Everything stays as it was.", icon=":material/info:")
