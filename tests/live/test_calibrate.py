"""What the real parts take, told to a scenario."""

from live import Places
from live.calibrate import Calibration, told_of, typical
from live.probe import calibrate
from simulator import Scenario
from tests.live.worlds import brief


def test_the_parts_are_measured(places: Places) -> None:
    """All times are above zero and below a second, on however busy a machine."""
    found = calibrate(brief("database.read_s=0", "database.write_s=0"), places)
    assert 0 < found.service_s < 1
    assert 0 <= found.round_trip_s < 1
    assert 0 < found.read_s < 1
    assert 0 < found.write_s < 1
    assert found.pace_rps >= 0


def test_the_scenario_is_told_and_keeps_longer_database_times() -> None:
    """Three digits; a read time of 20 ms is more than the measured 2 and stays."""
    found = Calibration(0.00012345, 0.0000567, 0.002, 0.05, 1000)
    told = told_of(Scenario(), found)
    assert (told.cache.round_trip_s, told.cache.service_s) == (0.000123, 0.0000567)
    assert (told.database.read_s, told.database.write_s) == (0.02, 0.05)


def test_the_slowest_tenth_does_not_count() -> None:
    assert typical([1.0] * 9 + [100.0]) == 1.0
