"""The Pareto chart: who keeps the limits, the front, the choice."""

import json

from charts.lines import Sheet
from charts.pareto import Point, Sides, pareto

KEPT = [Point("cache-aside", 10, 0.2, "ten", keeps=True), Point("no-cache", 20, 0.1, "x", True)]
BROKEN = Point("cache-aside", 5, 0.5, "five", keeps=False)
SIDES = Sides("Reads (/s)", "Stale (%)", y_percent=True)
SHEET = Sheet("Choice", "note", "pareto")


def test_settings_the_front_and_the_choice_are_traces_of_their_own() -> None:
    found = pareto([*KEPT, BROKEN], KEPT, KEPT[0], SIDES, SHEET)
    names = [trace["name"] for trace in found["data"]]
    assert names == ["Breaks a limit", "Keeps the limits", "Pareto front", "Recommended"]
    assert found["data"][3]["x"] == [10.0]
    assert found["data"][2]["line"]["shape"] == "hv"
    json.dumps(found)


def test_the_table_says_who_keeps_the_limits() -> None:
    table = pareto([*KEPT, BROKEN], [], None, SIDES, SHEET)["layout"]["meta"]["table"]
    assert table[0] == ["Setting", "Reads (/s)", "Stale (%)", "Keeps the limits"]
    assert [row[3] for row in table[1:]] == ["yes", "yes", "no"]


def test_without_a_choice_there_is_no_star() -> None:
    found = pareto([BROKEN], [], None, SIDES, SHEET)
    assert [trace["name"] for trace in found["data"]] == ["Breaks a limit"]


def test_pinned_runs_are_diamonds_among_the_settings() -> None:
    pinned = [Point("pinned: mine", 7, 0.3, "pinned: mine", keeps=True)]
    found = pareto(KEPT, [], None, SIDES, SHEET, pinned=pinned)["data"][-1]
    assert (found["name"], found["x"], found["y"]) == ("Pinned runs", [7.0], [0.3])
