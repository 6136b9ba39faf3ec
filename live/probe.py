"""Calibration from start to end: the parts by themselves, then hits through the whole driver."""

from typing import cast

from live.calibrate import Calibration, measure_parts, typical
from live.fit import fitted
from live.places import Places
from live.run import run, to_end
from live.setting import setting
from live.spare import housed
from live.world import World
from simulator.log import Log, Requests
from simulator.outcome import CODE
from simulator.scenario import Scenario
from simulator.workload.requests import KeySpace

PROBE_S = 4.0
"""How long the short run lasts; hits are watched in its second half."""
FEWEST = 50
"""Fewer hits than this tell nothing about the round trip."""


def calibrate(
    scenario: Scenario, places: Places | None = None, probe_s: float = PROBE_S
) -> Calibration:
    """What the real parts take, measured with the scenario's pool. Raises LiveError."""
    return to_end(calibrated(scenario, places or Places(), probe_s))


async def calibrated(scenario: Scenario, places: Places, probe_s: float) -> Calibration:
    """The same as `calibrate`, on a loop that runs already.

    A bare look-up does not tell what the driver does for a request among others, so the round trip
    is what a typical hit of a short run took, less the service time.
    """
    async with housed(places) as (here, _):
        parts = await measured_parts(scenario, here)
        probed = await run(probe(scenario, parts.pace_rps, probe_s), here)
    hits_s = hit_latencies_s(probed.log)
    if len(hits_s) < FEWEST:
        return parts
    return parts._replace(round_trip_s=max(0.0, typical(hits_s) - parts.service_s))


async def measured_parts(scenario: Scenario, places: Places) -> Calibration:
    """What each part takes by itself."""
    scenario, _ = fitted(scenario)
    async with setting(places, scenario.database.connections or 1, rows=1) as made:
        world = World(scenario, made, KeySpace(scenario.workload, scenario.seed))
        return await measure_parts(world.cache, world.database, world.performer, world.clock)


def probe(scenario: Scenario, pace_rps: float, for_s: float) -> Scenario:
    """The scenario for some seconds, at no higher rate than can be paced, without faults."""
    workload = scenario.workload
    rate_rps = min(workload.rate_rps, max(pace_rps, 1.0))
    brief = {"rate_rps": rate_rps, "duration_s": for_s, "warmup_s": for_s / 2}
    return scenario.model_copy(update={"workload": workload.model_copy(update=brief), "faults": ()})


def hit_latencies_s(log: Log) -> list[float]:
    """How long each plain hit after the warm-up took, from its scheduled instant."""
    requests = log.table(Requests)
    warm = requests.at_s >= log.scenario.workload.warmup_s
    hits = warm & (requests.outcome == CODE["fresh_hit"])
    return cast("list[float]", requests.latency_s[hits].tolist())
