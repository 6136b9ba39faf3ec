"""The search and its proof against worlds whose best setting is known on paper."""

from dataclasses import replace
from typing import Any

import pytest

from advice import Limit, Move, Task, advise
from advice.advice import confirmed
from advice.search import front, neighbours, spread
from advice.words import binding, sentence
from simulator import ScenarioError
from simulator.sweep.estimates import Figures
from tests.advice.worlds import SMALL, Paper, noise

TTL = Move("strategy.ttl_s", 1.0, 100.0, log=True)


def trade_off(scenario: Any, seed: int) -> Figures:
    """Stale share grows with the TTL, database reads fall with it; a little noise on both."""
    ttl_s = scenario.strategy.ttl_s
    return {
        "stale_read_ratio": ttl_s / 100 * (1 + 0.02 * noise(seed)),
        "db_read_rps": 1000 / ttl_s * (1 + 0.01 * noise(seed + 1)),
        "lost_writes": 0,
    }


TASK = Task(SMALL, (Limit("stale_read_ratio", 0.2),), (TTL,), ("db_read_rps", "stale_read_ratio"))


def test_the_best_setting_lies_just_inside_the_limit() -> None:
    """At most 0.2 x 100 s / 1.02 = 19.6 s; the search ends within its last step of it."""
    found = advise(TASK, Paper(trade_off))
    assert found.recommended is not None
    assert 17 <= found.recommended.values["strategy.ttl_s"] <= 19.6
    assert found.recommended.is_proven
    assert found.finished


def test_the_proof_runs_on_fresh_seeds_and_fresh_runs_keep_the_limits() -> None:
    lab = Paper(trade_off)
    found = advise(TASK, lab)
    assert found.recommended is not None
    fresh = [number for number in found.recommended.runs if number >= 1000]
    assert len(fresh) == 59
    assert confirmed(TASK, found.recommended, lab, 1_000_000, 40) >= 38


def test_a_setting_that_fails_the_proof_is_not_recommended() -> None:
    """Above 5 s every tenth fresh seed is far beyond the limit; the search's seeds see nothing."""

    def treacherous(scenario: Any, seed: int) -> Figures:
        figures = trade_off(scenario, seed)
        bad = scenario.strategy.ttl_s > 5 and seed > 1000 and seed % 10 == 0
        return figures | ({"stale_read_ratio": 0.9} if bad else {})

    found = advise(TASK, Paper(treacherous))
    assert found.recommended is None or found.recommended.values["strategy.ttl_s"] <= 5


def test_where_no_setting_will_do_the_nearest_is_named() -> None:
    impossible = replace(TASK, limits=(Limit("stale_read_ratio", 0.005),))
    found = advise(impossible, Paper(trade_off))
    assert found.recommended is None
    assert found.nearest is not None
    assert found.nearest.values["strategy.ttl_s"] == 1
    assert sentence(found).startswith("No setting keeps these limits; the nearest is cache-aside")
    assert "short by" in sentence(found)
    assert binding(found) == ""


def test_the_limit_that_binds_is_named_with_what_loosening_it_gives() -> None:
    """A quarter more staleness is a quarter more TTL, and a fifth less reads."""
    wide = Limit("lost_writes", 5)
    found = advise(replace(TASK, limits=(wide, *TASK.limits)), Paper(trade_off))
    assert found.gain is not None
    assert found.gain.limit == TASK.limits[0]
    assert found.gain.share == pytest.approx(0.2, abs=0.08)
    assert "What limits it: stale reads at most 20 %. At stale reads at most 25 %" in binding(found)


def test_where_no_limit_binds_the_end_of_the_range_does() -> None:
    found = advise(replace(TASK, limits=(Limit("lost_writes", 5),)), Paper(trade_off))
    assert found.at_an_end == ["strategy.ttl_s"]
    assert "TTL at the end of what may be moved" in binding(found)


def test_the_front_has_nobody_who_is_beaten_in_both_aims() -> None:
    found = advise(TASK, Paper(trade_off))
    places = [tuple(each.estimate(aim).mean or 0.0 for aim in TASK.aims) for each in found.front]
    assert len(places) > 5
    for one in places:
        assert not any(a < one[0] and b < one[1] for a, b in places)


def test_the_cheaper_of_two_strategies_is_chosen() -> None:
    def by_name(scenario: Any, seed: int) -> Figures:
        cost = {"cache-aside": 2.0, "write-through": 1.0}[scenario.strategy.name]
        return {"db_read_rps": cost + 0.01 * noise(seed), "stale_read_ratio": 0.0}

    task = replace(TASK, moves=(), strategies=("cache-aside", "write-through"))
    found = advise(task, Paper(by_name))
    assert found.recommended is not None
    assert found.recommended.variant == "write-through"


def test_a_number_that_moves_may_be_the_aim() -> None:
    """The least TTL that keeps the reads below 100: 10 s, a little more for the noise."""
    task = replace(TASK, limits=(Limit("db_read_rps", 100),), aims=("strategy.ttl_s",))
    found = advise(task, Paper(trade_off))
    assert found.recommended is not None
    assert 10 <= found.recommended.values["strategy.ttl_s"] <= 11


def test_a_search_that_is_stopped_says_so() -> None:
    early = advise(TASK, Paper(trade_off, most=0))
    assert not early.finished
    assert sentence(early) == "The search was stopped before the first setting had been run."
    later = advise(TASK, Paper(trade_off, most=60))
    assert not later.finished
    assert "stopped" in sentence(later)


def test_the_same_task_gives_the_same_advice() -> None:
    one, other = (advise(TASK, Paper(trade_off)) for _ in range(2))
    assert sentence(one) == sentence(other)
    assert [c.scenario for c in one.candidates] == [c.scenario for c in other.candidates]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"limits": ()}, "at least one limit"),
        ({"aims": ()}, "one or two different aims, got none"),
        ({"aims": ("db_read_rps", "db_read_rps")}, "one or two different aims"),
        ({"aims": ("expirations",)}, "'expirations' is no aim"),
        ({"aims": ("database.connections",)}, "'database.connections' is no aim"),
        ({"moves": ()}, "must have something to move"),
        ({"moves": (TTL,) * 5}, "at most 4 numbers may move, got 5"),
        ({"strategies": ("nothing",)}, "nothing"),
    ],
)
def test_what_is_no_task_is_one_sentence(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ScenarioError, match=words):
        replace(TASK, **change)


def test_first_points_and_steps_stay_inside() -> None:
    for moves in range(1, 5):
        points = spread(moves)
        assert all(0 <= share <= 1 for point in points for share in point)
        assert spread(moves) == points
    assert set(neighbours((0.0, 1.0), 0.25)) >= {(0.25, 1.0), (0.0, 0.75), (0.25, 0.75)}
    assert list(neighbours((), 0.25)) == []


def test_the_front_of_nothing_is_nothing() -> None:
    assert front([], lambda _: (0.0,)) == []
