"""The lessons page through Streamlit's headless client."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from lessons.shelf import LESSONS


def opened(**query: str) -> AppTest:
    """A visitor who has come over from the playground, or by a link."""
    app = AppTest.from_file("../../app.py", default_timeout=180).run()
    for name, value in query.items():
        app.query_params[name] = value
    return app.switch_page("pages/lessons.py").run()


def button(app, label: str):
    """A button by its label."""
    return next(each for each in app.button if each.label == label)


def titles(app) -> list[str]:
    """The titles of all charts."""
    rows = [json.loads(each.proto.json)["figures"] for each in app.get("bidi_component")]
    return [figure["layout"]["meta"]["title"] for row in rows for figure in row]


def headings(app) -> list[str]:
    """The steps that are open."""
    return [each.value for each in app.subheader]


@pytest.fixture(scope="module")
def revealed():
    """A visitor who has predicted badly and seen the run."""
    app = opened(lesson="not-found")
    app.number_input[0].set_value(3.0).run()
    return button(app, "Commit and reveal").click().run()


def test_the_list_has_every_lesson_with_its_minutes():
    """In teaching order; nothing is done yet."""
    app = opened()
    assert not app.exception
    assert headings(app) == [f"{each.place} {each.title}" for each in LESSONS.values()]
    assert [each.value for each in app.caption] == [f"{e.minutes} min" for e in LESSONS.values()]


def test_a_lesson_begins_with_its_question_and_hides_the_rest():
    """No run, no chart, no answer before the learner has committed himself."""
    app = opened(lesson="not-found")
    assert not app.exception
    assert headings(app) == ["1 Predict"]
    assert not titles(app)
    assert button(app, "Commit and reveal").disabled


def test_a_prediction_is_judged_by_the_run(revealed):
    """Three is not so; the charts and the further steps are there."""
    assert not revealed.exception
    assert headings(revealed)[1:] == ["2 Reveal", "3 Observe", "4 Exercises", "Request microscope"]
    assert revealed.error[0].value.startswith("**You said 3 a second: not so.** It is 24")
    assert titles(revealed)[0] == "Database read rate"


def test_an_exercise_is_checked():
    """Half of the reads: a null TTL as long as the time between two reads of a key."""
    app = opened(lesson="not-found")
    button(app, "Reveal without a prediction").click().run()
    app.number_input(key="exercise not-found 0").set_value(2.5).run()
    app.button(key="check exercise not-found 0").click().run()
    assert app.success[0].value.startswith("**You said 2.5 s: right.**")
    button(app, "All lessons").click().run()
    assert any("under way" in each.value for each in app.caption)


def test_a_class_link_sets_the_control_and_may_hide_the_answers():
    """The control stands where the link says; answers are only right or wrong."""
    app = opened(lesson="not-found", at="60", answers="0")
    button(app, "Reveal without a prediction").click().run()
    assert app.select_slider(key="at lesson not-found").value == "1 min"
    app.number_input(key="exercise not-found 0").set_value(9.0).run()
    app.button(key="check exercise not-found 0").click().run()
    assert app.error[0].value == "**You said 9 s: not so.**"


def test_the_control_is_remembered_by_the_address():
    """And a lesson's own value leaves it."""
    app = opened(lesson="not-found")
    button(app, "Reveal without a prediction").click().run()
    app.select_slider(key="at lesson not-found").set_value("5 s").run()
    assert app.query_params["at"] == "5"
    app.select_slider(key="at lesson not-found").set_value("10 s").run()
    assert "at" not in app.query_params


def test_a_teacher_takes_the_lesson_along_with_its_own_questions_and_answers():
    """Before the run the questions only; after it, the answers; with a class link, none."""
    app = opened(lesson="not-found", at="60")
    sheet = app.session_state["shown"]
    assert len(sheet.questions) == 1 + len(LESSONS["not-found"].exercises)
    assert not any(each.answer for each in sheet.questions)
    button(app, "Reveal without a prediction").click().run()
    sheet = app.session_state["shown"]
    assert sheet.questions[0].answer.startswith("**24 a second.**")
    assert "The charts show Null TTL at 1 min; the sentences speak of 10 s." in sheet.words.before
    quiet = opened(lesson="not-found", answers="0")
    button(quiet, "Reveal without a prediction").click().run()
    assert not any(each.answer for each in quiet.session_state["shown"].questions)


def test_the_citation_of_a_lesson_names_its_own_worlds():
    """Also before they have run."""
    app = opened(lesson="not-found")
    hashes = ", ".join(each.hash() for each in LESSONS["not-found"].worlds.values())
    assert any(f"scenario {hashes}, seed 1" in each.value for each in app.code)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"lesson": "magic"}, "lesson: 'magic' is unknown; choose one of why-cache"),
        ({"lesson": "not-found", "at": "7"}, "at must be one of 0, 1, 5, 10, 60, got '7'"),
        ({"lesson": "not-found", "at": "nan"}, "at must be one of 0, 1, 5, 10, 60, got 'nan'"),
    ],
)
def test_nonsense_in_a_link_gives_one_sentence(query, sentence):
    """And a page that works."""
    app = opened(**query)
    assert not app.exception
    assert app.warning[0].value.startswith(sentence)


@pytest.mark.parametrize("slug", LESSONS)
def test_every_lesson_can_be_revealed(slug):
    """Without an exception; every measure has its chart."""
    app = opened(lesson=slug, present="1")
    button(app, "Reveal without a prediction").click().run()
    assert not app.exception
    lesson = LESSONS[slug]
    shown = titles(app)[len(lesson.diagrams) :]
    assert shown[: len(lesson.measures)] == [each.heading for each in lesson.measures]


def test_the_scenario_goes_to_compare():
    """With the lesson's world on the shared bench."""
    app = opened(lesson="not-found")
    button(app, "Open in Compare").click().run()
    assert app.header[0].value == "Compare"
    assert app.query_params["workload.missing_share"] == "1"
