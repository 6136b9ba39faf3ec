"""The page Traces through Streamlit's headless client."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from tests.simulator.traces.files import DATA

CHARTS = [
    "Hit ratio by cache size",
    "Working set",
    "Popularity",
    "Time between requests of a key",
]


@pytest.fixture
def app():
    """A visitor who has come over from the playground."""
    app = AppTest.from_file("../../app.py", default_timeout=60).run()
    return app.switch_page("pages/traces.py").run()


def charts(app) -> list[str]:
    """The titles of the charts."""
    found = [json.loads(each.proto.json) for each in app.get("bidi_component")]
    return [figure["layout"]["meta"]["title"] for each in found for figure in each["figures"]]


def figures(app) -> dict[str, str]:
    """The metric row."""
    return {metric.label: metric.value for metric in app.metric}


def choose(app, kind: str):
    """Another source."""
    return app.get("button_group")[0].set_value(kind).run()


def upload(app, name: str, content: bytes):
    """A file of the visitor's."""
    choose(app, "Your file")
    uploader = next(each for each in app.file_uploader if each.key == "trace upload")
    return uploader.set_value((name, content, "application/octet-stream")).run()


def test_the_shipped_trace_is_shown_first(app):
    """95,607 requests of 13,756 keys, in four charts."""
    assert not app.exception
    assert figures(app)["Requests"] == "95,607"
    assert figures(app)["Different keys"] == "13,756"
    assert charts(app) == CHARTS


def test_a_scenario_is_made_from_it(app):
    """The playground's sliders stand where the trace says."""
    app.button(key="make scenario").click().run()
    assert not app.exception
    assert app.select_slider(key="at workload.keys").value == "13,756 keys"
    assert app.slider(key="at workload.popularity.exponent").value == 0.83
    assert len(app.metric) == 6


def test_a_published_workload_goes_to_the_playground(app):
    """With its source and what was left out told before."""
    choose(app, "Published workload")
    app.selectbox(key="preset").set_value("twitter-4").run()
    assert not app.exception
    words = " ".join(each.value for each in app.markdown)
    assert "**Left out:** sizes of keys and values" in words
    assert any("USENIX OSDI 2020" in each.value for each in app.caption)
    app.button(key="open preset").click().run()
    assert not app.exception
    assert app.select_slider(key="at strategy.ttl_s").value == "1 min"
    assert app.select_slider(key="at workload.rate_rps").value == "5,260 /s"


def test_without_a_file_the_page_says_what_to_do(app):
    """And how large a file may be."""
    choose(app, "Your file")
    assert not app.exception
    assert "Choose a file. Formats: Redis MONITOR" in app.info[0].value
    assert any(each.value.startswith("Up to 300 MB") for each in app.markdown)


def test_an_uploaded_file_is_read_by_its_content(app):
    """Redis MONITOR, packed, under a name that says nothing."""
    upload(app, "load.bin", (DATA / "redis_apache.monitor.log.gz").read_bytes())
    assert not app.exception
    assert figures(app)["Requests"] == "2,000"
    assert figures(app)["Reads"] == "100 %"
    assert charts(app) == CHARTS


def test_columns_of_a_csv_are_chosen_in_a_form(app):
    """Nobody knows that colour is the key until somebody says so."""
    upload(app, "a.csv", b"colour,when\nred,1\nblue,2\nred,3\n")
    assert "which column holds the key is not known" in app.error[0].value
    app.selectbox(key="trace column key").set_value("colour").run()
    app.selectbox(key="trace column time").set_value("when").run()
    assert not app.exception
    assert not app.error
    assert figures(app)["Different keys"] == "2"
    assert figures(app)["Mean rate"] == "1.5 /s"


def test_malformed_lines_are_shown_with_their_numbers(app):
    """One of three."""
    upload(app, "a.csv", b"time,key\n1,a\nx,b\n3,a\n")
    assert not app.exception
    assert "1 malformed lines were skipped" in app.warning[0].value
    assert app.dataframe[0].value.to_numpy().tolist() == [[3, "x,b", "a number was expected"]]


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\xff\xee", b"{", b"\x1f\x8b\x08broken"])
def test_a_file_that_is_no_trace_gives_one_sentence(app, content):
    """No traceback."""
    upload(app, "holiday.png", content)
    assert not app.exception
    assert len(app.error) == 1
    assert "\n" not in app.error[0].value


def test_the_trace_is_replayed_in_the_playgrounds_world(app):
    """Every request of it counts; under LRU with a tenth of the keys, delayed hits are no hits."""
    app.toggle(key="replay").set_value(True).run()
    assert not app.exception
    assert len(charts(app)) == 8
    hit_ratio = next(m.value for m in app.metric if m.label == "Hit ratio")
    assert 55 < float(hit_ratio.rstrip(" %")) <= 100 * (1 - 30_133 / 95_607)
    assert any(each.value.startswith("95,607 requests in") for each in app.caption)
