"""Runs a scenario on an engine."""

from collections.abc import Callable

from simulator.experiment import Experiment, Keep
from simulator.fast.engine import Fast
from simulator.log import Log
from simulator.reference.engine import Reference
from simulator.scenario import Scenario
from simulator.workload.requests import Block


def nobody(_: float) -> None:
    """Hears the progress when nobody asks for it."""


ENGINES: dict[str, type[Fast] | type[Reference]] = {"fast": Fast, "reference": Reference}
"""Every engine by name."""

ONE_BY_ONE = (
    "closed clients run on the reference engine, since the fast one must know all requests "
    "beforehand"
)


def notes(scenario: Scenario) -> list[str]:
    """What of a run is not as one may expect, in sentences."""
    return [ONE_BY_ONE] if scenario.workload.is_closed else []


def simulate(
    scenario: Scenario,
    *,
    engine: str = "fast",
    on_progress: Callable[[float], None] | None = None,
    keep: Keep | None = None,
    requests: list[Block] | None = None,
) -> Log:
    """Run a scenario; the same scenario gives the same log, always.

    `on_progress` is told the share done, often; an exception that it raises stops the run and
    reaches the caller. `keep` takes the log's chunks as they come, which are then not held.
    `requests` replaces the workload by a written-out schedule. Closed clients run on the
    reference engine whatever is wished; the log names the engine. Raises TraceError.
    """
    if scenario.workload.is_closed and requests is None:
        engine = "reference"
    log = Log(scenario, engine)
    experiment = Experiment(scenario, keep or log.chunks.append, requests)
    ENGINES[engine](experiment, on_progress or nobody).run()
    experiment.statements.flush()
    experiment.samples.flush()
    log.counters = experiment.counters
    log.books = experiment.ledger.close(experiment.clock.moment[0])
    return log
