"""A lesson as a teacher takes it along: its words, its questions, after the run the answers."""

from export import Question as Printed
from export import Words
from lessons.lesson import Lesson
from lessons.question import Choice, Question
from lessons.trial import Trials
from ui import shown
from ui.questions import asked, key_text, planned
from ui.telling import tell

APART = r"\qquad"
"""Between two formulas, which stand one below the other: a narrow screen has no room for both."""


def formulas(lesson: Lesson) -> tuple[str, ...]:
    """The lesson's formulas, each by itself, as LaTeX."""
    return tuple(part.strip() for part in lesson.formula.split(APART))


def note(lesson: Lesson, trials: Trials, remark: str = "") -> None:
    """The page shows this lesson; without trials nothing of the answers is handed out.

    `remark` tells where the charts are of other runs than the sentences.
    """
    sheet = shown.shown()
    sheet.words = words(lesson, trials, remark)
    sheet.questions = tuple(
        printed(each, lesson, trials) for each in (lesson.predict, *lesson.exercises)
    )


def words(lesson: Lesson, trials: Trials, remark: str) -> Words:
    """What there is to read."""
    parts = (tell(lesson.prose, lesson, planned(lesson)), f"> **Many believe:** {lesson.belief}")
    return Words(
        before="\n\n".join(filter(None, (*parts, remark))),
        after=explained(lesson, trials) if trials else "",
        formulas=formulas(lesson) if trials else (),
        reading=lesson.reading,
    )


def explained(lesson: Lesson, trials: Trials) -> str:
    """What is to be observed, and why it is so."""
    seen = [f"- {tell(each, lesson, trials)}" for each in lesson.observe]
    return "\n".join(seen) + f"\n\n{tell(lesson.explanation, lesson, trials)}"


def printed(question: Question, lesson: Lesson, trials: Trials) -> Printed:
    """A question on paper."""
    options = tuple(question.options) if isinstance(question, Choice) else ()
    answer = ""
    if trials:
        answer = f"**{key_text(question, trials)}.** {tell(question.why, lesson, trials)}"
    return Printed(asked(question, lesson), answer, options)
