"""What a sample of the keys tells of all of them."""

from math import sqrt

import numpy as np
import pytest

from metrics.sampling import KeyMisses
from simulator import parse, simulate
from simulator.recording.fitting import fitted
from simulator.recording.options import INSTANT
from simulator.recording.replay import recording_of

ENTRIES = 1375
MISSES, REQUESTS = 30_133, 95_607
"""Of the whole trace under LRU with that many entries, by libCacheSim."""


def test_the_estimate_by_hand() -> None:
    """Keys with 3, 0 and 4 misses at rate 0.5, 20 reads in all: 7 / 10; error 5 sqrt(.5) / 10."""
    counted = KeyMisses()
    counted.misses = np.array([3, 0, 4])
    found = counted.estimate(0.5, 20)
    assert found.miss_ratio == pytest.approx(0.7)
    assert found.error == pytest.approx(5 * sqrt(0.5) / 10)


def test_of_all_keys_there_is_no_error() -> None:
    """The sample is the whole."""
    counted = KeyMisses()
    counted.misses = np.array([1, 1])
    assert counted.estimate(1, 4) == (0.5, 0)


def test_a_sample_of_a_fifth_finds_the_miss_ratio_of_the_whole_trace() -> None:
    """Within four standard errors of the reference's count."""
    trace = {"path": "cache2k_web12", "sample": 0.2}
    world = INSTANT | {"workload": INSTANT["workload"] | {"trace": trace}}
    world["cache"] = INSTANT["cache"] | {"capacity_entries": ENTRIES // 5}
    scenario, counted = fitted(parse(world)), KeyMisses()
    simulate(scenario, keep=counted.take)
    assert recording_of(scenario.workload.trace).accesses == REQUESTS
    found = counted.estimate(0.2, REQUESTS)
    assert 0 < found.error < 0.02
    assert abs(found.miss_ratio - MISSES / REQUESTS) < 4 * found.error
