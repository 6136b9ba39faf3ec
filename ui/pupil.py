"""What a visitor has done in the lessons: kept for the session, told to nobody."""

from dataclasses import dataclass, field

import streamlit as st

from lessons.lesson import Lesson

KEY = "lessons"
Answer = str | float


@dataclass
class Progress:
    """A lesson as far as it has come."""

    prediction: Answer | None = None
    revealed: bool = False
    answers: dict[int, Answer] = field(default_factory=dict)
    """The last answer to each exercise, by its place."""
    right: set[int] = field(default_factory=set)
    """The exercises that have been solved."""

    def share(self, lesson: Lesson) -> float:
        """How much of the lesson is done, from 0 to 1."""
        return (self.revealed + len(self.right)) / (1 + len(lesson.exercises))


def progress(slug: str) -> Progress:
    """How far the visitor is in a lesson."""
    notes: dict[str, Progress] = st.session_state.setdefault(KEY, {})
    return notes.setdefault(slug, Progress())


def reveal(slug: str, key: str | None) -> None:
    """Commit to the prediction in a control, or to none; for a callback."""
    mine = progress(slug)
    mine.prediction = st.session_state[key] if key else None
    mine.revealed = True


def answer(slug: str, place: int, key: str) -> None:
    """Take the answer to an exercise from its control; for a callback."""
    progress(slug).answers[place] = st.session_state[key]


def forget(slug: str) -> None:
    """Begin a lesson anew; for a callback."""
    st.session_state.setdefault(KEY, {})[slug] = Progress()
