"""Looks at a part of a run: the same scenario once more, heard, and no longer than needed."""

from collections.abc import Callable
from contextlib import suppress
from math import inf
from typing import Any

from simulator.clock import AT_ONCE, nanoseconds
from simulator.experiment import Experiment
from simulator.log import Statements
from simulator.microscope.tap import Tap
from simulator.microscope.trace import Statement, Trace
from simulator.reference.engine import Reference
from simulator.scenario import Scenario
from simulator.workload.requests import Block

PATIENCE_S, STEP_S = 10.0, 0.05
"""After its last instant a look waits so long for those under way, looking so often."""


class Seen(Exception):
    """Everything that was to be seen has happened."""


def look(
    scenario: Scenario,
    *,
    row: int | None = None,
    from_s: float = 0.0,
    until_s: float = inf,
    on_progress: Callable[[float], None] | None = None,
    requests: list[Block] | None = None,
) -> Trace:
    """What the requests for a row, or for all, did between two instants, seconds into the run.

    The run is that of `simulate`, on the reference engine, up to `until_s` and until all who
    began before are done. `on_progress` is told the share done; an exception that it raises ends
    the look and reaches the caller. Raises TraceError.
    """
    chunks: list[Statements] = []
    experiment = Experiment(scenario, lambda chunk: keep(chunks, chunk), requests)
    tap = Tap(experiment, row, from_s)
    duration_s = scenario.workload.duration_s
    part = duration_s / min(until_s, duration_s)
    told = on_progress or (lambda _: None)
    engine = Reference(experiment, lambda share: told(share * part))
    stop_after(tap, until_s)
    with suppress(Seen):
        engine.run()
    experiment.statements.flush()
    tap.trace.statements = [each for chunk in chunks for each in of_row(chunk, row, from_s)]
    return tap.trace


def keep(chunks: list[Statements], chunk: Any) -> None:
    """Only statements matter."""
    if isinstance(chunk, Statements):
        chunks.append(chunk)


def stop_after(tap: Tap, until_s: float) -> None:
    """End the run when the time is up and nobody who began before is still under way."""
    clock = tap.experiment.clock

    def check(_: Any) -> None:
        tap.on = False
        busy = any(not actor.standing for actor in tap.open.values())
        if not busy or tap.now_s > until_s + PATIENCE_S:
            raise Seen
        clock.call_at(clock.now_ns + nanoseconds(STEP_S), AT_ONCE, check)

    if until_s < inf:
        clock.call_at(nanoseconds(until_s), AT_ONCE, check)


def of_row(chunk: Statements, row: int | None, from_s: float) -> list[Statement]:
    """The statements that touch a row, or all, of those that were not done before an instant."""
    which = chunk.done_s >= from_s
    if row is not None:
        which &= chunk.key == row
    columns = (chunk.joined_s, chunk.started_s, chunk.done_s, chunk.write)
    rows = zip(*(column[which].tolist() for column in columns), strict=True)
    return [Statement(joined, started, done, bool(write)) for joined, started, done, write in rows]
