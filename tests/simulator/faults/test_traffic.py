"""Faults that bring requests, on top of the usual ones, which stay as they are."""

from typing import Any

import numpy as np
import pytest

from simulator import parse, simulate
from simulator.clock import NANOSECONDS
from simulator.log import Requests
from simulator.workload.requests import KeySpace, extra
from tests.worlds import EVERY_ENGINE

WORKLOAD = {"rate_rps": 200, "duration_s": 30, "warmup_s": 0, "keys": 20, "read_share": 0.8}
LAWS = ("poisson", "constant", "ramp", "diurnal", "bursts")

LOADS: dict[str, dict[str, Any]] = {
    "traffic-spike": {},
    "ramp": {},
    "diurnal-load": {},
    "bursts": {"burst_s": 0.5, "calm_s": 0.2},
}


def requests(workload: dict[str, Any], *faults: dict[str, Any], engine: str = "fast") -> Requests:
    """The request table of a run."""
    world = parse({"workload": WORKLOAD | workload, "faults": list(faults)})
    return simulate(world, engine=engine).table(Requests)


def arrivals(table: Requests) -> set[tuple[Any, ...]]:
    """What a request is before anything becomes of it."""
    columns = (table.at_s, table.key, table.write, table.node, table.client)
    return set(zip(*(column.tolist() for column in columns), strict=True))


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("name", LOADS)
def test_more_load_leaves_the_usual_requests_as_they_are(name: str, law: str) -> None:
    """They are all there, and what is new lies within the span, in order."""
    workload = {"arrivals": {"law": law}}
    spike = {"name": name, "at_s": 10, "for_s": 5, "factor": 3} | LOADS[name]
    usual, table = requests(workload), requests(workload, spike)
    assert arrivals(usual) < arrivals(table)
    new_s = np.array([row[0] for row in arrivals(table) - arrivals(usual)])
    assert new_s.min() >= 10
    assert new_s.max() < 15
    assert (np.diff(table.at_s) >= 0).all()


def test_a_spike_has_its_size_and_mixture() -> None:
    """Twice 200/s for 5 s on top, a fifth of it writes, within 4.5 standard deviations."""
    spike = {"name": "traffic-spike", "at_s": 10, "for_s": 5, "factor": 3}
    new = arrivals(requests({}, spike)) - arrivals(requests({}))
    assert abs(len(new) - 2000) <= 4.5 * np.sqrt(2000)
    writes = sum(row[2] for row in new)
    assert abs(writes - 0.2 * len(new)) <= 4.5 * np.sqrt(len(new) * 0.2 * 0.8)


def test_spikes_over_a_trace_ask_for_its_keys() -> None:
    """At the trace's own instants as well as at those of a law."""
    trace = {"path": "cache2k_web12"}
    spike = {"name": "traffic-spike", "at_s": 10, "for_s": 5, "factor": 2}
    usual, table = requests({"trace": trace}), requests({"trace": trace}, spike)
    assert arrivals(usual) < arrivals(table)
    new = len(table.key) - len(usual.key)
    assert abs(new - 1000) <= 4.5 * np.sqrt(1000)


@EVERY_ENGINE
def test_a_flash_crowd_reads_one_key(engine: str) -> None:
    """300/s for 4 s, Poisson, all of them reads of key 7."""
    crowd = {"name": "flash-crowd", "at_s": 3, "for_s": 4, "rate_rps": 300, "key": 7}
    usual, table = requests({}), requests({}, crowd, engine=engine)
    new = arrivals(table) - arrivals(usual)
    assert {(row[1], row[2]) for row in new} == {(7, 0)}
    assert abs(len(new) - 1200) <= 4.5 * np.sqrt(1200)
    assert arrivals(usual) < arrivals(table)


def added_s(fault: dict[str, Any], seed: int = 1) -> Any:
    """When the requests of a fault arrive that come on top, from its beginning, in order."""
    world = parse({"workload": WORKLOAD, "seed": seed, "faults": [fault]})
    (blocks,) = extra(world, KeySpace(world.workload, seed))
    return np.concatenate([block.at_ns for block in blocks]) / NANOSECONDS - fault["at_s"]


def assert_counts(at_s: Any, means: Any, edges_s: Any) -> None:
    """So many per span of time as a Poisson process has, within 4.5 standard deviations."""
    counts = np.histogram(at_s, edges_s)[0]
    assert (np.abs(counts - means) <= 4.5 * np.sqrt(np.maximum(means, 1))).all()


def test_a_ramp_grows_evenly_from_nothing() -> None:
    """From 0 to 1,800/s on top in 20 s: the integral of its rate is 45 t squared."""
    edges_s = np.linspace(0, 20, 11)
    at_s = added_s({"name": "ramp", "at_s": 5, "for_s": 20, "factor": 10})
    assert_counts(at_s, np.diff(45 * edges_s**2), edges_s)


def test_a_ramp_that_outlasts_the_run_is_cut_off_half_way() -> None:
    """It does not hurry: after 25 of 50 s half of its rate is reached."""
    edges_s = np.linspace(0, 25, 6)
    at_s = added_s({"name": "ramp", "at_s": 5, "for_s": 50, "factor": 10})
    assert_counts(at_s, np.diff(18 * edges_s**2), edges_s)


def test_a_day_begins_and_ends_at_night() -> None:
    """Two days of 8 s, 1,800/s at noon: 900 (1 - cos)."""
    edges_s = np.linspace(0, 16, 17)
    integral = 900 * (edges_s - np.sin(edges_s * 2 * np.pi / 8) * 8 / (2 * np.pi))
    day = {"name": "diurnal-load", "at_s": 7, "for_s": 16, "factor": 10, "period_s": 8}
    assert_counts(added_s(day), np.diff(integral), edges_s)


def test_bursts_come_and_go() -> None:
    """Of 4,000/s in bursts of 1 s after calms of 3 s; their share of the time is a quarter.

    The share over 20 s scatters; over runs with 40 seeds its mean is within 4.5 standard errors.
    """
    burst = {"name": "bursts", "at_s": 5, "for_s": 20, "factor": 21, "burst_s": 1, "calm_s": 3}
    counts = [np.histogram(added_s(burst, seed), np.arange(0, 20.1, 0.1))[0] for seed in range(40)]
    shares = np.mean(counts, axis=1) / 400
    assert abs(shares.mean() - 0.25) <= 4.5 * shares.std() / np.sqrt(len(shares))
    silent, busy = np.mean(np.array(counts) == 0), np.mean(np.array(counts) > 300)
    assert silent > 0.6
    assert busy > 0.15
