"""The account: sentences from figures made up by hand."""

from typing import Any

import pandas as pd
import pytest

from metrics.expiries import CloseUp, Mean
from simulator import simulate
from strategies.shelf import PROTECTIONS, settings_of
from ui.account import account, is_spiral, prevents
from ui.bench import assemble
from ui.choice import nearest
from ui.closeup import CloseFold, CloseReport, hottest
from ui.openings import opened

SCENARIO = assemble({"workload.warmup_s": 5.0}).scenario


def report(*expiries: tuple[float, int, int], p99_s: float = 0.5) -> CloseReport:
    """A run whose expiries have these starts, loads and queues; an expiry lasts for 2 s."""
    starts, loads, queues = zip(*expiries, strict=True) if expiries else ((), (), ())
    frame: Any = {"start_s": starts, "loads": loads, "peak": loads, "queue": queues}
    table = pd.DataFrame(frame).assign(wait_s_max=11.0)
    table["end_s"] = table["start_s"] + 2
    mean = sum(loads) / len(loads) if loads else None
    close_up = CloseUp(table, pd.DataFrame(), pd.DataFrame(), Mean(len(loads), mean, None), 1e9)
    figures: Any = {
        "latency_read_s_p99": p99_s,
        "db_queue_peak": max(queues, default=0),
        "db_utilisation": 0.804,
    }
    return CloseReport(SCENARIO, "hand", figures, pd.DataFrame(), close_up)


CALM = report((10, 4, 0), (20, 4, 0))
STEADY = report((10, 500, 480), (20, 510, 490), (30, 490, 470), p99_s=2)
SPIRAL = report((1, 500, 480), (10, 498, 480), (41.2, 600, 700), (60, 2000, 2100), p99_s=11)


def test_a_spiral_is_told_with_the_queues_that_grow():
    """The warm-up's expiry is left out."""
    words = account({"none": SPIRAL, "single-flight": CALM})
    assert words[0] == (
        "Unprotected, the expiry at 60.0 s made 2,000 loads, all at once; the database queue grew "
        "to 2,100 and the slowest reader waited 11 s. p99 of the run: 11 s."
    )
    assert "This is a spiral: from expiry to expiry the queue grows, 480, 700, 2,100." in words[1]
    assert words[2] == (
        "With single-flight 4 loads per expiry sufficed, one a node; queue peak 0, p99 500 ms."
    )
    assert words[3] == "Prevented the spiral: Single-flight. The pool is 80 % busy then."


def test_stampedes_of_one_size_are_no_spiral():
    """Large, but each is over before the next."""
    words = account({"none": STEADY, "ttl-jitter": STEADY})
    assert words[1].startswith("There is no spiral: no queue outgrows the others")
    assert words[2].startswith("With TTL-jitter 500 loads per expiry were made")
    assert words[-1] == "Did not prevent the stampede: TTL-jitter."


@pytest.mark.parametrize(
    ("found", "expected"), [(SPIRAL, True), (STEADY, False), (CALM, False), (report(), False)]
)
def test_a_spiral_needs_queues_that_grow_twofold(found, expected):
    """And at least two expiries."""
    assert is_spiral(found) is expected


def test_no_expiry_is_a_sentence_with_a_way_on():
    """Nothing to tell of."""
    assert account({"none": report()}) == [
        "The watched key never expired in this run: shorten the TTL or lengthen the run."
    ]


def test_one_expiry_is_too_few_to_speak_of_a_spiral():
    """It says so."""
    assert account({"none": report((10, 9, 9))})[1].startswith("One expiry only")


def test_prevention_means_a_tenth_of_the_loads_and_no_spiral():
    """Half of them is not enough."""
    assert prevents(CALM, SPIRAL)
    assert not prevents(report((10, 400, 0), (20, 400, 0)), SPIRAL)
    assert not prevents(SPIRAL, SPIRAL)


def test_a_click_chooses_the_expiry_it_lies_in_or_the_nearest():
    """Within 41.2 to 43.2 s the third."""
    expiries = SPIRAL.close_up.expiries
    assert nearest(expiries, 42) == 2
    assert nearest(expiries, 30) == 2
    assert nearest(expiries, 5) == 0


@pytest.mark.parametrize(
    ("flat", "keys"),
    [
        ({}, 1),
        ({"workload.popularity": "uniform", "workload.keys": 2000}, 2000),
        ({"workload.popularity": "hotspot", "workload.popularity.hot_keys": 0.0}, 1),
        ({"workload.popularity": "hotspot", "workload.keys": 50}, 10),
        ({"workload.popularity": "uniform", "workload.trace": "cache2k_web12"}, 1),
    ],
)
def test_the_hottest_keys_are_watched(flat, keys):
    """One, or all that are as hot as it."""
    assert hottest(assemble(flat).scenario) == keys


@pytest.mark.parametrize("name", [n for n in ("lock", "lease") if n in PROTECTIONS])
def test_who_asks_for_a_lock_first_is_counted_as_the_one_who_loads(name):
    """His load begins two round trips after he came."""
    scenario = opened("stampede", {"workload.duration_s": 12.0, "guards": name}).scenario
    guard = settings_of(PROTECTIONS[name])()
    scenario = scenario.model_copy(update={"protections": (guard,)})
    fold = CloseFold(scenario)
    close_up = fold.report(simulate(scenario, keep=fold.take)).close_up
    assert close_up.expiries["loaded"].tolist() == close_up.expiries["loads"].tolist() == [1, 1]
