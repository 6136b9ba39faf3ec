"""Every lesson: its texts, its worlds, its keys against the run, its run against theory."""

import re
from functools import cache
from math import sqrt
from string import Formatter

import numpy as np
import pytest

from lessons.lesson import Lesson
from lessons.question import Amount, Choice
from lessons.shelf import LESSONS
from lessons.trial import Trial, by_theory, tried
from lessons.worlds import rule
from metrics import report
from simulator import Scenario, simulate
from ui.questions import planned
from ui.telling import tell

EVERY = pytest.mark.parametrize("slug", LESSONS)
LEAST = {
    "why-cache",
    "cache-aside",
    "choosing-a-ttl",
    "delete-or-update",
    "four-strategies",
    "stampede",
    "not-found",
    "one-key-format",
    "lists-and-items",
    "write-behind",
    "when-the-cache-dies",
    "truth-about-xfetch",
    "truth-about-retries",
}
RUNS, STANDARD_ERRORS = 6, 4.5
SLACK = {"choosing-a-ttl": 2e-4}
"""Keys that begin together stay in step for very long: a window of whole cycles is a little off."""
MOST_REQUESTS = 1_100_000


@cache
def trials(slug: str, seed: int = 1) -> dict[str, Trial]:
    """A lesson's worlds after their runs on the fast engine."""
    lesson = LESSONS[slug]
    reports = {
        name: report(simulate(each.model_copy(update={"seed": seed})))
        for name, each in lesson.worlds.items()
    }
    return tried(lesson.measures, reports)


def questions(lesson: Lesson) -> list[Amount | Choice]:
    """The prediction and the exercises."""
    return [lesson.predict, *lesson.exercises]


def texts(lesson: Lesson) -> list[str]:
    """Everything that is told with numbers in it."""
    asked = [text for each in questions(lesson) for text in (each.text, each.why)]
    options = [o for each in questions(lesson) if isinstance(each, Choice) for o in each.options]
    said = [lesson.goal, lesson.belief, lesson.prose, *lesson.observe, lesson.explanation]
    return [*said, *asked, *options]


def requests(scenario: Scenario) -> float:
    """How many a run has, on average."""
    return scenario.workload.rate_rps * scenario.workload.duration_s


def test_the_shelf_holds_at_least_what_was_promised() -> None:
    assert set(LESSONS) >= LEAST
    places = [each.place for each in LESSONS.values()]
    assert places == sorted(set(places))


@EVERY
def test_no_number_is_typed_into_a_text(slug: str) -> None:
    """Digits stand in fields only; what is one larger in a formula is no result."""
    for text in set(texts(LESSONS[slug])) - LESSONS[slug].worlds.keys():
        plain = " ".join("".join(part for part, *_ in Formatter().parse(text)).split())
        formulas = r"1 \+ |\+ 1|1 - |- 1|1 / |/ 2|\(1/|1/"  # the ones and halves of a law
        assert not re.search(r"\d", re.sub(formulas, "", plain)), text


def test_worlds_that_are_named_for_their_ttl_have_it() -> None:
    """The lesson on TTLs, where a name says a number."""
    words = {"second": 1, "minute": 60}
    for name, world in LESSONS["choosing-a-ttl"].worlds.items():
        count, unit = name.split()
        assert rule(world, "ttl_s") == int(count) * words[unit.removesuffix("s")]


@EVERY
def test_prose_and_questions_can_be_told_before_the_run(slug: str) -> None:
    """Nothing of the answer is in them."""
    lesson = LESSONS[slug]
    for text in (lesson.prose, *(each.text for each in questions(lesson))):
        assert ".law." not in text
        assert tell(text, lesson, planned(lesson))


@EVERY
def test_every_text_can_be_told_after_the_run(slug: str) -> None:
    """Each field leads somewhere, and nothing is left unfilled."""
    lesson = LESSONS[slug]
    for text in texts(lesson):
        told = tell(text, lesson, trials(slug))
        assert "{" not in told
        assert "nan" not in told


@EVERY
def test_formulas_are_whole(slug: str) -> None:
    """No backslash was taken for a control character, and braces come in pairs."""
    formula = LESSONS[slug].formula
    assert all(sign.isprintable() or sign == "\n" for sign in formula)
    assert not re.search(r"(?<![\\a-z])(text|frac|sum|lambda|mu)\b", formula)
    assert formula.count("{") == formula.count("}")


@EVERY
def test_keys_follow_from_the_run_and_from_theory(slug: str) -> None:
    """Exactly one option is true of the run, and the same one by the closed forms."""
    for each in questions(LESSONS[slug]):
        key, by_law = each.key(trials(slug)), each.key(by_theory(trials(slug)))
        assert each.is_right(key, trials(slug))
        assert each.is_right(by_law, trials(slug)), (each.text, key, by_law)


@EVERY
def test_the_world_is_what_theory_says(slug: str) -> None:
    """Over some seeds each measure with a closed form is within 4.5 standard errors of it."""
    lesson = LESSONS[slug]
    assert any(each.law for each in lesson.measures)
    runs = [trials(slug, seed) for seed in range(1, RUNS + 1)]
    for name in lesson.worlds:
        for each in lesson.measures:
            expected = runs[0][name].laws[each.name]
            if expected is not None:
                values = np.array([run[name][each.name] for run in runs])
                error = values.std(ddof=1) / sqrt(RUNS)
                off = abs(values.mean() - expected)
                allowed = STANDARD_ERRORS * error + SLACK.get(slug, 1e-4 * expected)
                assert off <= allowed, (name, each.name, values.mean(), expected, error)


@EVERY
def test_the_control_moves_its_worlds_and_no_others(slug: str) -> None:
    """Every stop is a legal scenario; the lesson opens at one of them."""
    lesson = LESSONS[slug]
    control = lesson.control
    moving = control.moves or tuple(lesson.worlds)
    assert control.value(lesson.moved_first) in control.stops
    for stop in control.stops:
        worlds = control.moved(lesson.worlds, stop)
        assert all(control.value(worlds[name]) == stop for name in moving)
        assert all(worlds[n] is w for n, w in lesson.worlds.items() if n not in moving)


@EVERY
def test_a_lesson_is_short_enough_for_a_class(slug: str) -> None:
    """Few requests for all its worlds together; the sum of all lessons runs within a minute."""
    lesson = LESSONS[slug]
    assert sum(map(requests, lesson.worlds.values())) <= MOST_REQUESTS
    assert 5 <= lesson.minutes <= 50
    assert lesson.belief
    assert lesson.exercises
    assert lesson.reading


def test_a_key_needs_exactly_one_true_option() -> None:
    """A question with two true answers is a mistake that shows at once."""
    choice = Choice("Which?", {"a": lambda _: True, "b": lambda _: True}, "")
    with pytest.raises(ValueError, match="exactly one option must be true, got"):
        choice.key({})


def test_an_amount_is_right_within_its_share() -> None:
    """Ten with a tenth: from nine to eleven."""
    amount = Amount("How many?", "loads", lambda _: 10.0, "", within=0.1)
    assert amount.is_right(9.0, {})
    assert amount.is_right(11.0, {})
    assert not amount.is_right(11.1, {})
