"""What a lesson hands out: its words and questions, and the answers only after the run."""

import pytest

from lessons.shelf import LESSONS
from tests.lessons.test_lessons import trials
from ui.lesson_sheet import formulas, printed, words
from ui.questions import key_text

EVERY = pytest.mark.parametrize("slug", LESSONS)


@EVERY
def test_nothing_of_the_answers_is_handed_out_before_the_run(slug):
    lesson = LESSONS[slug]
    told = words(lesson, {}, "")
    assert lesson.belief in told.before
    assert (told.after, told.formulas) == ("", ())
    assert {printed(each, lesson, {}).answer for each in lesson.exercises} == {""}


@EVERY
def test_each_answer_begins_with_its_key(slug):
    """And every sentence of the explanation is told with its numbers."""
    lesson, run = LESSONS[slug], trials(slug)
    for each in (lesson.predict, *lesson.exercises):
        assert printed(each, lesson, run).answer.startswith(f"**{key_text(each, run)}.**")
    told = words(lesson, run, "A remark.")
    assert told.before.endswith("A remark.")
    assert "{" not in told.after
    assert told.formulas == formulas(lesson)
