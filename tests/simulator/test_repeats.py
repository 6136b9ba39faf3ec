"""The same requests under other chance."""

from typing import Any

import numpy as np

from simulator import simulate
from simulator.log import Statements
from simulator.repeats import repeats
from tests.contracts.logs import differences, same_arrivals
from tests.worlds import ideal

SMALL: Any = {
    "duration_s": 5,
    "keys": 20,
    "read_s": 0.01,
    "service": "exponential",
    "connections": 4,
}


def test_requests_are_the_same_and_service_times_are_not() -> None:
    scenario = ideal(ttl_s=1, **SMALL)
    first, second = repeats(scenario, 2)
    assert same_arrivals(first, second)
    took = [
        log.table(Statements).done_s - log.table(Statements).started_s for log in (first, second)
    ]
    assert not np.array_equal(took[0][:20], took[1][:20])


def test_the_first_repeat_is_the_scenario_itself() -> None:
    scenario = ideal(ttl_s=1, **SMALL)
    assert differences(next(repeats(scenario, 1)), simulate(scenario)) == []
