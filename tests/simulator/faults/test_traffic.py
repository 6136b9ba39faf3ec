"""Faults that bring requests, on top of the usual ones, which stay as they are."""

from typing import Any

import numpy as np
import pytest

from simulator import parse, simulate
from simulator.log import Requests
from tests.worlds import EVERY_ENGINE

WORKLOAD = {"rate_rps": 200, "duration_s": 30, "warmup_s": 0, "keys": 20, "read_share": 0.8}
LAWS = ("poisson", "constant", "ramp", "diurnal", "bursts")


def requests(workload: dict[str, Any], *faults: dict[str, Any], engine: str = "fast") -> Requests:
    """The request table of a run."""
    world = parse({"workload": WORKLOAD | workload, "faults": list(faults)})
    return simulate(world, engine=engine).table(Requests)


def arrivals(table: Requests) -> set[tuple[Any, ...]]:
    """What a request is before anything becomes of it."""
    columns = (table.at_s, table.key, table.write, table.node, table.client)
    return set(zip(*(column.tolist() for column in columns), strict=True))


@EVERY_ENGINE
@pytest.mark.parametrize("law", LAWS)
def test_a_spike_leaves_the_usual_requests_as_they_are(engine: str, law: str) -> None:
    """They are all there, and what is new lies within the span, in order."""
    workload = {"arrivals": {"law": law}}
    spike = {"name": "traffic-spike", "at_s": 10, "for_s": 5, "factor": 3}
    usual, table = requests(workload), requests(workload, spike, engine=engine)
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
