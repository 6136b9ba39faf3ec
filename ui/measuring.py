"""The other side of `ui.stage`: what the process of a live run does. It knows no page."""

import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from live import Ended, LiveError, Measured, Places, measure
from live.calibrate import Calibration, told_of
from live.cleaning import clean, found_in
from live.probe import calibrate
from live.run import Lateness
from metrics import Report, report
from metrics.gap import Gap, gaps
from simulator import Scenario, TraceError
from simulator.repeats import repeats

REPEATS = 20
"""Simulations beside a measurement, from which the noise is told."""


@dataclass(frozen=True)
class LiveReport:
    """A measurement with its simulated twin."""

    measured: Report
    simulated: Report
    gaps: tuple[Gap, ...]
    lateness: Lateness
    notes: tuple[str, ...]
    """What was left out, and what failed."""
    places: str


@dataclass(frozen=True)
class Told:
    """A calibration, and the scenario that is told of it."""

    found: Calibration
    scenario: Scenario


def work(pipe: Connection, what: str, scenario: Scenario, places: Places) -> None:
    """Do one of `TASKS` and send what came of it: a share done, a sentence, an answer.

    A pipe that nobody holds any more ends the run, and the run removes what it made.
    """
    try:
        pipe.send(("answer", TASKS[what](pipe, scenario, places)))
    except (LiveError, TraceError) as error:
        pipe.send(("sentence", str(error)))
    except Ended:
        pipe.send(("sentence", "The run was stopped; what it had made is removed."))
    except BrokenPipeError:
        sys.exit(1)


def run(pipe: Connection, scenario: Scenario, places: Places) -> LiveReport:
    """Measure, then simulate the same requests."""
    left = found_in(places)
    if left:
        pipe.send(("leftovers", str(left)))
    measured = measure(scenario, places, lambda share: pipe.send(("share", share)))
    pipe.send(("share", 1.0))
    twins = [report(log) for log in repeats(measured.log.scenario, REPEATS)]
    real = report(measured.log)
    return LiveReport(
        real,
        twins[0],
        gaps(real.figures, [twin.figures for twin in twins]),
        measured.lateness,
        (*doubts(measured), *measured.remarks, *measured.incidents.sentences()),
        measured.places,
    )


def doubts(measured: Measured) -> list[str]:
    """Why the figures are not to be trusted, if they are not."""
    doubt = measured.lateness.doubt
    return [doubt] if doubt else []


def calibrated(_pipe: Connection, scenario: Scenario, places: Places) -> Told:
    """Measure the parts."""
    found = calibrate(scenario, places)
    return Told(found, told_of(scenario, found))


def cleaned(_pipe: Connection, _scenario: Scenario, places: Places) -> str:
    """Remove what dead runs have left."""
    return str(clean(places))


TASKS: dict[str, Any] = {"run": run, "calibrate": calibrated, "clean": cleaned}
"""What can be asked for."""
