"""The lessons' part of the address: which lesson, where its control stands, how it is shown."""

from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st

from lessons.lesson import Lesson
from lessons.shelf import LESSONS
from simulator import Scenario
from ui import moment, state

LESSON, AT, ANSWERS = "lesson", "at", "answers"
NO = "0"
LOCAL = "http://localhost:8501/lessons"
"""The address of the page where the visitor's own is not known: the server's own machine."""
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}


class Place(NamedTuple):
    """What the address asks for. `at` is None where the control stands as the lesson opens."""

    slug: str = ""
    at: float | None = None
    answers: bool = True
    sentence: str = ""
    """What was wrong with it."""


def place() -> Place:
    """The present address, mended where it asks for what there is not."""
    query = st.query_params
    slug = query.get(LESSON, "")
    shown = Place("", None, query.get(ANSWERS) != NO)
    if not slug:
        return shown
    if slug not in LESSONS:
        known = ", ".join(LESSONS)
        return shown._replace(sentence=f"{LESSON}: {slug!r} is unknown; choose one of {known}")
    return at_stop(shown._replace(slug=slug), query.get(AT, ""))


def at_stop(found: Place, text: str) -> Place:
    """The place with the control at one of its stops."""
    stops = LESSONS[found.slug].control.stops
    if not text:
        return found
    for stop in stops:
        if text == f"{stop:g}":
            return found._replace(at=stop)
    known = ", ".join(f"{stop:g}" for stop in stops)
    return found._replace(sentence=f"{AT} must be one of {known}, got {text!r}; it stands as usual")


def go(slug: str = "") -> None:
    """To a lesson, or to the list of them; for a callback."""
    moment.forget()
    here = st.query_params.to_dict()
    kept = {name: here[name] for name in (state.PRESENT, ANSWERS) if name in here}
    st.query_params.from_dict({**({LESSON: slug} if slug else {}), **kept})


def put(name: str, value: str | None) -> None:
    """Change one part of the address; for a callback."""
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def class_link(found: Place, *, answers: bool) -> str:
    """The address that opens the lesson for a class with everything set."""
    query = {LESSON: found.slug}
    query |= {} if found.at is None else {AT: f"{found.at:g}"}
    query |= {} if answers else {ANSWERS: NO}
    return f"{st.context.url or LOCAL}?{urlencode(query)}"


def is_local(link: str) -> bool:
    """Does the link lead to the visitor's own machine, where nobody else can follow?"""
    return urlsplit(link).hostname in LOCAL_HOSTS


def qr_code(link: str) -> str:
    """The link as a picture for cameras, as SVG on white: a camera wants dark on light."""
    code = segno.make(link, micro=False, error="m")
    return code.svg_data_uri(scale=6, border=3, dark="#000", light="#fff")


def opening_value(lesson: Lesson) -> float:
    """Where the control stands when the lesson opens."""
    return lesson.control.value(lesson.moved_first)


def opened_with(here: Place, lesson: Lesson) -> Scenario:
    """The lesson's scenario for other pages, with its control where it stands."""
    value = opening_value(lesson) if here.at is None else here.at
    name = lesson.opens or next(iter(lesson.worlds))
    return lesson.control.moved(lesson.worlds, value)[name]
