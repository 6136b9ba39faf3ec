"""Sequence diagrams from rows made up by hand."""

import plotly.graph_objects as go
import pytest

from charts.lines import Sheet
from charts.message import DONE, LOOKS, STALE, Message
from charts.sequence import sequence, table
from charts.theme import DARK

LINES = ["reader", "cache", "database", "writer"]
START = {"cache": "v0", "database": "v0"}
MESSAGES = [
    Message("writer", "database", "commit v1", holds={"database": "v1"}),
    Message(
        "database",
        "writer",
        "ok",
        answer=True,
        done="v1 acknowledged",
        outdated=frozenset({"cache"}),
    ),
    Message("writer", "cache", "delete", lost=True, outdated=frozenset({"cache"})),
    Message("reader", "cache", "get: v0", stale=True, outdated=frozenset({"cache"})),
    Message("cache", "cache", "vanishes", holds={"cache": "-"}),
]
SHEET = Sheet("A race", "Five steps", "race", alt="The reader is served v0.")


def drawn(messages=MESSAGES):
    """The figure, and its traces by name."""
    figure = sequence(LINES, START, messages, SHEET)
    go.Figure(figure)
    return figure, {trace["uid"]: trace for trace in figure["data"]}


def test_time_runs_downwards_and_lifelines_stand_side_by_side():
    """The first step on top; names above."""
    layout = drawn()[0]["layout"]
    bottom, top = layout["yaxis"]["range"]
    assert bottom > len(MESSAGES)
    assert top < 1
    assert layout["xaxis"]["ticktext"] == ["Reader", "Cache", "Database", "Writer"]
    assert layout["xaxis"]["side"] == "top"


def test_an_arrow_goes_from_its_source_to_its_target():
    """The commit from the fourth lifeline to the third, in step one."""
    asks = drawn()[1]["ask"]
    assert asks["x"][:3] == [3, 2, None]
    assert asks["y"][:2] == [1, 1]


def test_what_is_lost_ends_before_its_target():
    """Between writer and cache, nearer to the cache, with a cross."""
    lost = drawn()[1]["lost"]
    begin, end, _ = lost["x"]
    assert begin == 3
    assert 1 < end < 2
    assert lost["marker"]["symbol"][1] == "x-thin"


def test_what_stays_on_its_lifeline_is_a_dot():
    """No arrow head."""
    asks = drawn()[1]["ask"]
    assert asks["x"][3:5] == [1, 1]
    assert asks["marker"]["symbol"][4] == "circle"


def test_the_stale_answer_is_marked_by_more_than_its_colour():
    """A thicker arrow, and a cross with the word on the reader's lifeline."""
    traces = drawn()[1]
    assert traces["stale"]["line"]["width"] > traces["ask"]["line"]["width"]
    mark = traces["end stale"]
    assert (mark["x"], mark["marker"]["symbol"]) == ([0], "x")
    assert mark["text"][0].strip() == "stale"


def test_an_acknowledgement_stands_where_the_answer_arrives():
    """On the writer's lifeline, its word to the left, since nothing is to the right."""
    mark = drawn()[1]["end acknowledged"]
    assert mark["x"] == [3]
    assert mark["textposition"] == ["middle left"]


def test_what_is_held_is_shown_at_first_and_when_it_changes():
    """Two at the start, the commit, the entry that vanishes."""
    held = drawn()[1]["holds"]
    assert held["text"] == ["v0", "v0", "v1", "-"]
    assert held["x"] == [1, 2, 2, 1]


def test_an_outdated_stretch_covers_its_steps():
    """The cache from step two to the one in which it changes."""
    old = drawn()[1]["holds an outdated version"]
    assert set(old["x"]) == {1.0, None}
    assert [y for y in old["y"] if y is not None] == [2, 3, 3, 4, 4, 5]


def test_nothing_outdated_nothing_drawn():
    """Nor any other kind that does not occur."""
    traces = drawn(MESSAGES[:1])[1]
    assert {"holds an outdated version", "end stale", "answer", "lost"}.isdisjoint(traces)


def test_the_table_says_the_same():
    """A row a step; what is held is carried on."""
    head, *rows = table(START, MESSAGES)
    assert head == ["Step", "From", "To", "What", "Remark", "cache holds", "database holds"]
    assert rows[1] == ["2", "database", "writer", "ok", "v1 acknowledged", "v0", "v1"]
    assert rows[2][4] == "lost"
    assert rows[3][4] == "stale answer"
    assert [row[5] for row in rows] == ["v0", "v0", "v0", "v0", "-"]


def test_times_take_the_place_of_step_numbers():
    """In milliseconds since the first step; the steps stay evenly spaced."""
    timed = [m._replace(at_s=3 + n / 80) for n, m in enumerate(MESSAGES)]
    figure, traces = drawn(timed)
    assert figure["layout"]["yaxis"]["ticktext"] == ["0", "12.5", "25", "37.5", "50"]
    assert figure["layout"]["yaxis"]["title"]["text"] == "Time since the first step (ms)"
    assert traces["lost"]["y"][:2] == [3, 3]


@pytest.mark.parametrize(("lines", "shown"), [(4, "Reader 1"), (5, "Reader<br>1")])
def test_numbers_go_below_names_where_there_is_little_room(lines, shown):
    """Five lifelines share 420 pixels."""
    names = ["reader 1", "cache", "database", "writer 1", "writer 2"][:lines]
    figure = sequence(names, START, [Message("reader 1", "cache", "get: miss")], SHEET)
    assert figure["layout"]["xaxis"]["ticktext"][0] == shown


def test_kinds_differ_without_colour():
    """In dash, width or head."""
    assert len({(look.dash, look.width, look.head) for look in LOOKS.values()}) == len(LOOKS)


def test_every_colour_has_a_counterpart_on_a_dark_page():
    """Arrows and marks."""
    assert {STALE, DONE, *(look.colour for look in LOOKS.values())} <= set(DARK)


def test_words_travel_with_the_figure():
    """Title, text for those who do not see it, and the height of an exported picture."""
    meta = drawn()[0]["layout"]["meta"]
    assert meta["alt"] == "The reader is served v0."
    assert meta["height"] == drawn()[0]["layout"]["height"]
