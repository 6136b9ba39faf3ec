"""The same experiment under other chance: how much of a figure is luck."""

from collections.abc import Iterator

from simulator.log import Log
from simulator.run import simulate
from simulator.scenario import Scenario
from simulator.workload.requests import KeySpace, blocks


def repeats(scenario: Scenario, times: int) -> Iterator[Log]:
    """Logs of one schedule of requests; service times and protections have their own luck each."""
    space = KeySpace(scenario.workload, scenario.seed)
    requests = list(blocks(scenario, space))
    for luck in replications(scenario, times):
        yield simulate(luck, requests=requests)


def replications(scenario: Scenario, times: int) -> Iterator[Scenario]:
    """The scenario under several seeds, the first its own: other requests and other luck each.

    Those of two scenarios with one seed are pairs that see the same requests.
    """
    for more in range(times):
        yield scenario.model_copy(update={"seed": scenario.seed + more})
