"""Closed clients: who waits for the answer before he sends again."""

from typing import Any

import numpy as np
import pytest

from metrics import report
from simulator import Scenario, ScenarioError, parse, simulate
from simulator.log import Log, Requests
from simulator.run import notes
from tests.contracts.laws import broken
from tests.contracts.logs import differences

EVERYBODY = {"law": "closed", "users": 5, "think_s": 0.5}


def scenario(arrivals: Any = EVERYBODY, **sections: Any) -> Scenario:
    """A small world of closed clients."""
    workload = {"duration_s": 60, "warmup_s": 0, "keys": 50} | sections.pop("workload", {})
    return parse({"workload": workload | {"arrivals": arrivals}, **sections})


def of_user(log: Log, user: int) -> Requests:
    """The requests of one user."""
    table = log.table(Requests)
    return Requests(*(column[table.client == user] for column in table))


def test_a_user_has_one_request_under_way_at_most() -> None:
    """Each of them sends after the answer to his last request, and all of them do."""
    log = simulate(scenario(database={"read_s": 0.1, "connections": 1}))
    assert broken(log) == []
    for user in range(5):
        mine = of_user(log, user)
        assert len(mine.at_s) > 10
        assert (mine.at_s[1:] >= (mine.at_s + mine.latency_s)[:-1]).all()


def test_thinking_is_exponential() -> None:
    """Mean and standard deviation of the pauses are the think time."""
    log = simulate(scenario({"law": "closed", "users": 50, "think_s": 0.5}))
    pauses_s = np.concatenate(
        [
            mine.at_s[1:] - (mine.at_s + mine.latency_s)[:-1]
            for mine in (of_user(log, user) for user in range(50))
        ]
    )
    error_s = 0.5 / np.sqrt(len(pauses_s))
    assert abs(pauses_s.mean() - 0.5) <= 4.5 * error_s
    assert abs(pauses_s.std() - 0.5) <= 4.5 * 2 * error_s


def test_a_slow_system_is_asked_less() -> None:
    """That is what a closed load hides."""
    quick, slow = (
        report(
            simulate(scenario(database={"read_s": read_s}, strategy={"name": "no-cache"}))
        ).figures["requests"]
        for read_s in (0.01, 1)
    )
    assert slow is not None
    assert quick is not None
    assert quick > 1.5 * slow


def test_strategies_meet_the_same_questions() -> None:
    """The n-th request asks for the same key, whoever sends it and whenever."""
    one, other = (
        simulate(scenario(strategy={"name": name})).table(Requests)
        for name in ("cache-aside", "no-cache")
    )
    n = min(len(one.key), len(other.key))
    assert (one.key[:n] == other.key[:n]).all()
    assert (one.write[:n] == other.write[:n]).all()


def test_whichever_engine_is_asked_the_reference_engine_runs() -> None:
    """The log says so, and so does a sentence."""
    world = scenario()
    log = simulate(world, engine="fast")
    assert log.engine == "reference"
    assert differences(log, simulate(world, engine="reference")) == []
    assert "reference engine" in notes(world)[0]
    assert notes(Scenario()) == []


def test_a_trace_that_plays_once_ends_the_run() -> None:
    """Users stop when there is nothing more to ask."""
    trace = {"path": "cache2k_web12", "repeat": False, "sample": 0.05}
    many = {"law": "closed", "users": 200, "think_s": 0.01}
    log = simulate(scenario(many, workload={"trace": trace, "duration_s": 1000}))
    once = simulate(parse({"workload": {"trace": trace, "rate_rps": 20_000, "duration_s": 1000}}))
    assert log.table(Requests).key.tolist() == once.table(Requests).key.tolist()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cache": {"eviction": "belady"}}, "got closed clients"),
        (
            {"workload": {"trace": {"path": "cache2k_web12", "time": "trace"}}},
            "workload.trace.time must be law with closed clients",
        ),
        (
            {"faults": [{"name": "flash-crowd", "at_s": 1}]},
            "'flash-crowd' brings requests of its own",
        ),
        ({"arrivals": {"law": "closed", "users": 0}}, "arrivals.users must be at least 1"),
        (
            {"workload": {"duration_s": 1e6}, "arrivals": {"law": "closed", "users": 100_000}},
            "workload.arrivals.users / think_s x duration_s must be at most 1,000,000,000",
        ),
    ],
)
def test_what_closed_clients_cannot_do_is_said_in_a_sentence(changes: Any, words: str) -> None:
    """The value, the rule, the way out."""
    with pytest.raises(ScenarioError, match=r".+; .+") as caught:
        scenario(**changes)
    assert words in str(caught.value)
