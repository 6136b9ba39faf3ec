"""The map of a sweep, on numbers made by hand."""

from typing import Any

import pytest

from simulator.sweep import Results, axis, plan_of
from tests.simulator.sweep.worlds import SMALL
from ui.map import View, click, picture

TTL, NODES = "strategy.ttl_s=1:100:3:log", "client.nodes=1,4"


def results(*axes: str, apart: float = 0.1) -> Results:
    """Cache-aside lies above no-cache; the seeds scatter both alike."""
    found = Results(
        plan_of(SMALL, map(axis, axes), strategies=["cache-aside", "no-cache"], replications=3)
    )
    for number, cell in enumerate(found.plan.cells):
        for more in range(3):
            ratio = 0.5 + 0.01 * more + apart * (cell.variant == "cache-aside")
            figures: dict[str, float | int | None] = {
                "hit_ratio": ratio,
                "latency_read_s_p99": 0.02,
            }
            found.figures[found.hash_of(number, more)] = figures
    return found


def test_nothing_is_drawn_before_anything_is_known() -> None:
    empty = Results(plan_of(SMALL, [axis(TTL)]))
    assert picture(empty, View("hit_ratio")) == []


def test_lines_have_the_ends_of_their_intervals() -> None:
    """Mean 0.61, s = 0.01, t(2) = 4.3027: half width 0.02484."""
    (figure,) = picture(results(TTL), View("hit_ratio"))
    edge, line = figure["data"][:2]
    assert line["x"] == [1, 10, 100]
    assert line["y"] == pytest.approx([0.61] * 3)
    assert edge["y"][:3] == pytest.approx([0.63484] * 3)
    assert line["text"][1] == "Cache-aside at 10 s: 61 % ± 2.48 %"
    assert figure["layout"]["xaxis"]["type"] == "log"


def test_seconds_become_milliseconds_on_the_axis() -> None:
    (figure,) = picture(results(TTL), View("latency_read_s_p99"))
    assert figure["data"][1]["y"] == [20] * 3
    assert figure["layout"]["yaxis"]["title"]["text"].endswith("(ms)")


def test_what_is_unknown_is_a_gap_in_the_map() -> None:
    found = results(TTL, NODES)
    for more in range(3):
        found.figures.pop(found.hash_of(0, more), None)
    figure = picture(found, View("hit_ratio"))[0]
    assert figure["data"][0]["z"][0][0] is None
    assert figure["layout"]["meta"]["table"][2][1] == "-"


def test_a_difference_inside_its_interval_is_shown_as_none() -> None:
    """Paired, ten points are clear; nothing is not."""
    view = View("hit_ratio", "no-cache")
    (clear,) = picture(results(TTL, NODES), view)
    assert clear["data"][0]["z"][0] == pytest.approx([0.1] * 3)
    assert clear["data"][0]["zmin"] == -clear["data"][0]["zmax"]
    (none,) = picture(results(TTL, NODES, apart=0), view)
    assert none["data"][0]["z"][0] == [0, 0, 0]
    assert none["data"][0]["text"][0][0].startswith("no difference shown")


@pytest.mark.parametrize(
    ("axes", "where", "expected"),
    [
        ((TTL,), (0, 12.0, 0.60), ("cache-aside", (10.0,))),
        ((TTL,), (0, 90.0, 0.40), ("no-cache", (100.0,))),
        ((TTL, NODES), (1, 1.8, 0.9), ("no-cache", (100.0, 4))),
        ((TTL, NODES), (0, 0.3, -0.2), ("cache-aside", (1.0, 1))),
    ],
)
def test_a_click_finds_its_cell(axes: tuple[str, ...], where: Any, expected: Any) -> None:
    """On lines the nearest one, on maps the one below the pointer."""
    found = results(*axes)
    cell = click(found, View("hit_ratio"), *where)
    assert cell is not None
    assert (found.plan.cells[cell].variant, found.plan.cells[cell].at) == expected


def test_a_click_beside_the_map_finds_nothing() -> None:
    assert click(results(TTL, NODES), View("hit_ratio"), 0, 3.2, 0) is None
