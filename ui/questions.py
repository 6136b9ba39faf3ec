"""A lesson's questions on the screen: the control that takes an answer, and its judgement."""

import streamlit as st

from lessons.lesson import Lesson
from lessons.question import Amount, Question
from lessons.trial import Trial, Trials
from ui import pupil
from ui.telling import rounded, tell


def planned(lesson: Lesson) -> Trials:
    """The trials before any run: the worlds, and what theory says."""
    return {
        name: Trial(each, {}, {m.name: m.expect(each) for m in lesson.measures})
        for name, each in lesson.worlds.items()
    }


def asked(question: Question, lesson: Lesson) -> str:
    """The question in words, with the unit of its answer."""
    text = tell(question.text, lesson, planned(lesson))
    return f"{text} ({question.unit})" if isinstance(question, Amount) else text


def ask(question: Question, lesson: Lesson, key: str) -> None:
    """A question with the control that takes the answer."""
    text = asked(question, lesson)
    if isinstance(question, Amount):
        st.number_input(text, value=None, min_value=0.0, key=key, width=420)
    else:
        st.radio(text, list(question.options), index=None, key=key)


def judge(
    question: Question,
    answer: pupil.Answer | None,
    lesson: Lesson,
    trials: Trials,
    *,
    tells: bool = True,
) -> None:
    """Whether an answer is right, and why."""
    why = f" {tell(question.why, lesson, trials)}" if tells else ""
    if answer is None:
        st.info(f"**The run says: {key_text(question, trials)}.**{why}")
    elif question.is_right(answer, trials):
        st.success(f"**You said {said(question, answer)}: right.**{why}")
    else:
        true = f" It is {key_text(question, trials)}." if tells else ""
        st.error(f"**You said {said(question, answer)}: not so.**{true}{why}")


def said(question: Question, answer: pupil.Answer) -> str:
    """An answer as it stands in a sentence."""
    if isinstance(question, Amount):
        return f"{rounded(float(answer))} {question.unit}"
    return f"“{str(answer).rstrip(' .')}”"


def key_text(question: Question, trials: Trials) -> str:
    """The right answer as it stands in a sentence."""
    return said(question, question.key(trials))
