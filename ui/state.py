"""What a visitor's session remembers: the benches, the link it was last told, one sentence.

The bench is the truth. Controls show it and change it through callbacks; the address shows it and
replaces it when the visitor goes back, reloads or opens a link. Input that does not fit is mended
and named in one line; input that is no bench at all leaves everything as it was.
"""

import re
from collections.abc import Callable
from typing import Any

import streamlit as st

from simulator import Scenario, ScenarioError
from simulator.capsule import is_capsule
from ui import moment
from ui.bench import Bench, assemble, changed, changed_for_all
from ui.door import Door, Mender
from ui.flat import Flat, flat_of
from ui.link import decoded, from_plan, from_query, to_query
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
CHAPTER, PRESENT = "chapter", "present"
KEPT = (CHAPTER, PRESENT)
"""Names in the address that belong to a page and not to the bench."""
TOLD = "told"
"""Where the visitor was and what the address said when the page last set it."""

Place = tuple[str, dict[str, str]]
"""A page and what its address says."""


def enter(page: str) -> None:
    """A page is about to be shown: forget the controls of another one, they are not the same."""
    if st.session_state.get(PAGE) != page:
        st.session_state[PAGE] = page
        moment.forget()
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
        adopt(lambda door: from_query(here[1], own, door))
    elif not touched and has_moved(here):
        adopt(lambda door: from_query(here[1], own, door))
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


def adopt(source: Callable[[Door], Bench]) -> None:
    """Replace the bench, and say what had to be mended; keep it where the source is none."""
    door = Mender()
    try:
        st.session_state[bench_key()] = source(door)
        st.session_state[SENTENCE] = door.told()
    except ScenarioError as error:
        st.session_state[SENTENCE] = f"{error}. Everything stays as it was"


def change(name: str, value: Any) -> None:
    """Change one value of the bench; for callbacks of controls."""
    st.session_state[TOUCHED] = True
    bench = st.session_state[bench_key()]
    adopt(lambda door: changed(bench, name, value, door))


def change_all(name: str, value: Any) -> None:
    """Change a setting of every compared strategy that has it; for callbacks of controls."""
    st.session_state[TOUCHED] = True
    bench = st.session_state[bench_key()]
    adopt(lambda door: changed_for_all(bench, name, value, door))


def restore(content: bytes, capsule: Callable[[dict[str, Any]], None]) -> None:
    """Take the bench from an exported file, or hand on a capsule; for the callback of an upload."""
    st.session_state[TOUCHED] = True
    try:
        data = decoded(content)
        if is_capsule(data):
            capsule(data)
        else:
            adopt(lambda door: from_plan(data, door))
    except ScenarioError as error:
        st.session_state[SENTENCE] = f"{error}. Everything stays as it was"


def show(scenario: Scenario) -> None:
    """Set the controls of the present page as in a scenario; for a callback."""
    st.session_state[TOUCHED] = True
    adopt(lambda door: assemble(flat_of(scenario), door))


def set_up(flat: Flat) -> None:
    """Set the page's bench to these differences from the defaults; for callbacks."""
    st.session_state[TOUCHED] = True
    adopt(lambda door: assemble(flat, door))


def take(scenario: Scenario) -> None:
    """Set the bench that pages share to a scenario; for callbacks that go to such a page."""
    st.session_state[TOUCHED] = True
    door = Mender()
    st.session_state[BENCH + SHARED] = opened(SHARED, flat_of(scenario), door)
    st.session_state[SENTENCE] = door.told()


def reset() -> None:
    """Back to the opening bench; for a callback."""
    st.session_state[TOUCHED] = True
    st.session_state[bench_key()] = opened(st.session_state[OWN])


def show_sentence() -> None:
    """Say once what was wrong with the last input."""
    sentence = st.session_state.pop(SENTENCE, None)
    if sentence:
        st.warning(f"{plain(sentence)}.", icon=":material/info:")


def plain(sentence: str) -> str:
    """A sentence that quotes a visitor, so that nothing in it is taken for a link or a picture."""
    return re.sub(r"([\\\[\]<>*`$~!|])", r"\\\1", sentence)
