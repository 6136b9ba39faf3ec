"""Three hundred readers of a cold key, live and simulated alike."""

import numpy as np
import pytest

from live import Places, measure
from simulator import Scenario, simulate
from simulator.changes import changed
from simulator.log import Log, Requests
from tests.worlds import loads, schedule

READERS = 300
COLD = (
    "workload.keys=1",
    "workload.warmup_s=0",
    "workload.duration_s=1",
    "database.connections=75",
    "database.read_s=1.5",
    "database.service=constant",
    "strategy.ttl_s=60",
)
FLEET_LOCK = 'protections=[{"name": "lock", "poll_s": 0.1, "wait_timeout_s": 30, "lock_ttl_s": 30}]'


def both(places: Places, *changes: str) -> tuple[Log, Log]:
    """The measured and the simulated log of three hundred readers at one instant."""
    scenario = changed(Scenario(), *COLD, *changes)
    at_once = schedule(*[(0.05, 0, "read", reader % 4) for reader in range(READERS)])
    return measure(scenario, places, requests=at_once).log, simulate(scenario, requests=at_once)


def test_unprotected_everybody_loads(places: Places) -> None:
    """300 loads, in reality and in the simulation; each reader gets the row."""
    for log in both(places):
        assert len(loads(log).key) == READERS
        assert (log.table(Requests).version == 0).all()


def test_under_the_fleet_lock_one_loads(places: Places) -> None:
    """One load, in reality and in the simulation; each reader gets the row."""
    for log in both(places, FLEET_LOCK):
        assert len(loads(log).key) == 1
        assert (log.table(Requests).version == 0).all()


@pytest.mark.parametrize("guard", ["single-flight"])
def test_single_flight_loads_once_a_node(guard: str, places: Places) -> None:
    """Four nodes, four loads."""
    for log in both(places, f'protections=[{{"name": "{guard}"}}]'):
        assert len(loads(log).key) == 4
        assert np.unique(log.table(Requests).node).tolist() == [0, 1, 2, 3]
