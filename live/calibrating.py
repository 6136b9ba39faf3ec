"""Calibration where a run would take place: on the servers that are named, or on a spare one."""

from live.calibrate import Calibration
from live.places import Places
from live.probe import PROBE_S, calibrated
from live.run import to_end
from live.spare import housed
from simulator.scenario import Scenario


def calibrate_at(places: Places, scenario: Scenario) -> Calibration:
    """What the real parts take there; raises LiveError."""
    return to_end(calibrated_at(places, scenario))


async def calibrated_at(places: Places, scenario: Scenario) -> Calibration:
    """The same, on a loop that runs already."""
    async with housed(places) as (here, _):
        return await calibrated(scenario, here, PROBE_S)
