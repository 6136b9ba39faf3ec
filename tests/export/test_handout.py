"""The handout without a browser; tests/browser opens it in one."""

from dataclasses import replace

from export.formats.handout import Handout
from tests.export.examples import EVIL, LINK, beside_pinned, material


def text_of(made) -> str:
    """The handout as text, without the chart library."""
    page = Handout().make(made).decode()
    return page[: page.index("<script>")] + page[page.index('<script type="application/json"') :]


def test_no_word_of_the_material_becomes_markup():
    assert EVIL not in text_of(material())
    assert "&lt;/script&gt;" in text_of(material())
    assert text_of(material()).count("<script") == 2


def test_every_chart_has_its_caption_with_parameters_and_seed():
    made = material()
    assert text_of(made).count("<figure>") == len(made.figures) == 5
    assert text_of(made).count("500 requests/s for 10 s, warm-up 1 s · seed 1") == 5


def test_a_pinned_run_is_a_column_of_both_tables_and_a_line_behind_the_charts():
    """Three charts over time, of which the database's has two panels: four lines."""
    page = text_of(beside_pinned())
    assert page.count('<th scope="col">pinned: other</th>') == 2
    assert '<th scope="row">seed</th><td>1</td><td>2</td>' in page
    assert page.count('"name": "other"') == 4
    assert '"name": "other"' not in text_of(material())


def test_the_whole_scenario_and_the_way_back_are_in_it():
    page = text_of(material())
    assert '<th scope="row">strategy.ttl_s</th><td>30.0</td>' in page
    assert LINK.replace("&", "&amp;") in page
    assert "<svg" in page


def test_answers_are_there_only_where_they_are_wanted():
    for told in ("Exactly <strong>seven</strong>.", "It is <em>seen</em>."):
        assert told in text_of(material())
        assert told not in text_of(replace(material(), with_answers=False))
    assert "How many?" in text_of(replace(material(), with_answers=False))


def test_a_lesson_is_read_before_its_questions_and_says_what_to_read_on():
    page = text_of(material())
    order = ("A shop.", "How many?", "<h2>Charts", "<h2>Answers", "A book", "<h2>Scenario")
    assert sorted(order, key=page.index) == list(order)


def test_a_choice_has_boxes_to_tick_and_a_number_a_line():
    page = text_of(material())
    assert page.count('<li class="tick">') == 2
    assert page.count('<div class="line">') == 1


def test_a_question_without_an_answer_yet_is_asked_and_not_answered():
    asked = tuple(replace(each, answer="") for each in material().questions)
    page = text_of(replace(material(), questions=asked))
    assert "How many?" in page
    assert "<h2>Answers" not in page


def test_a_link_too_long_for_a_code_leaves_the_code_out():
    page = text_of(replace(material(), link="http://x/?a=" + "b" * 3000))
    assert "<svg" not in page
