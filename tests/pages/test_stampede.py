"""The stampede page through Streamlit's headless client."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from metrics import DECLARATIONS

ALONE = ["single-flight", "ttl-jitter"]


@pytest.fixture
def app():
    """A visitor who has come over from the playground, and compares two protections."""
    app = AppTest.from_file("../../app.py", default_timeout=60).run()
    app.query_params.update({"guards": ",".join(ALONE), "workload.duration_s": "40"})
    return app.switch_page("pages/stampede.py").run()


def shown(app) -> list[list[str]]:
    """The titles in each row of charts."""
    rows = [json.loads(each.proto.json)["figures"] for each in app.get("bidi_component")]
    return [[figure["layout"]["meta"]["title"] for figure in row] for row in rows]


def test_the_page_shows_every_trial_on_the_same_requests(app):
    """Unprotected first, the stack last; the picture, the measures, theory, ablation."""
    assert not app.exception
    rows = shown(app)
    trials = ["None", "Single-flight", "TTL-jitter", "XFetch + single-flight"]
    assert [rows[0], *rows[2:5]] == [trials] * 4
    assert rows[1] == ["The expiry at 29.02 s"]
    assert rows[5] == ["Loads per expiry, measured and in theory"]
    assert rows[6] == [
        "Loads per expiry",
        DECLARATIONS["latency_read_s_p99"].title,
        "Database queue, peak",
    ]


def test_the_words_tell_of_the_spiral_and_who_prevents_it(app):
    """With the pool at 80 % the queue grows from expiry to expiry; single flight ends it."""
    assert "Unprotected, the expiry at" in app.info[0].value
    assert "This is a spiral: from expiry to expiry the queue grows" in app.info[0].value
    words = " ".join(each.value for each in app.markdown)
    assert "With single-flight 4 loads per expiry sufficed, one a node" in words
    assert "Prevented the spiral: Single-flight, XFetch + single-flight" in words
    assert "Did not prevent the spiral: TTL-jitter" in words


def test_another_expiry_can_be_chosen(app):
    """The picture follows the lists; another trial opens with its own largest expiry."""
    app.selectbox(key="chosen expiry").set_value(1).run()
    assert not app.exception
    assert shown(app)[1] == ["The expiry at 14.02 s"]
    app.selectbox(key="chosen trial").set_value("single-flight").run()
    assert not app.exception
    figure = json.loads(app.get("bidi_component")[1].proto.json)["figures"][0]
    assert "4 missed and loaded" in figure["layout"]["meta"]["note"]


def test_the_page_has_a_world_of_its_own(app):
    """Its link tells what differs from its own opening; the playground keeps its own."""
    assert app.query_params["workload.duration_s"] == "40"
    app.switch_page("pages/playground.py").run()
    assert not app.exception
    assert app.select_slider(key="at workload.rate_rps").value == "500 /s"


def test_without_a_stack_the_page_says_what_to_do(app):
    """An empty state has a way on."""
    app.get("button_group")[1].set_value([]).run()
    assert not app.exception
    words = " ".join(each.value for each in app.markdown)
    assert "Choose two or more protections as the stack" in words
    assert app.query_params["protections"] == "none"


def test_a_key_that_never_expires_is_said_in_a_sentence(app):
    """Nothing to look at, and what to do."""
    app.query_params.update({"strategy.ttl_s": "none"})
    app.run()
    assert not app.exception
    assert "never expired in this run" in app.info[0].value
