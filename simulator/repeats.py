"""The same requests under other chance: how much of a figure is luck."""

from collections.abc import Iterator

from simulator.log import Log
from simulator.run import simulate
from simulator.scenario import Scenario
from simulator.workload.requests import KeySpace, blocks


def repeats(scenario: Scenario, times: int) -> Iterator[Log]:
    """Logs of one schedule of requests; service times and protections have their own luck each."""
    space = KeySpace(scenario.workload, scenario.seed)
    requests = list(blocks(scenario, space))
    for more in range(times):
        luck = scenario.model_copy(update={"seed": scenario.seed + more})
        yield simulate(luck, requests=requests)
