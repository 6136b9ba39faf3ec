"""The desk: runs in worker processes, shared, remembered, stopped, and survived."""

import os
import signal
from concurrent.futures import wait

import pytest

from metrics import report as make_report
from simulator import Scenario, simulate
from simulator.scenario import TraceSource
from ui.bench import assemble
from ui.desk import Desk, RunError, answer

SHORT = assemble({"workload.duration_s": 5, "workload.warmup_s": 1}).scenario
LONG = {"strategy": "no-cache", "workload.rate_rps": 3000, "workload.duration_s": 1500}


@pytest.fixture(scope="module")
def desk():
    """One with a single worker, so that the order is certain."""
    made = Desk(workers=1)
    yield made
    made.close()


def long_run(seed: int) -> Scenario:
    """Half a minute of computing, another one for each seed."""
    return assemble(LONG | {"seed": seed}).scenario


def finished(desk: Desk, scenario: Scenario):
    """The report of a run, waited for."""
    job = desk.join(scenario)
    wait([job.future], 60)
    desk.leave(job)
    return answer(job)


def test_workers_can_be_woken_before_they_are_needed(desk):
    """Their processes start though there is no run."""
    desk.wake()
    assert len(desk.pool._processes) == desk.workers
    assert desk.jobs == {}


def test_a_worker_gives_the_same_report_as_a_run_in_this_process(desk):
    """And the desk remembers it."""
    assert desk.remembered(SHORT) is None
    report = finished(desk, SHORT)
    assert report.figures == make_report(simulate(SHORT)).figures
    assert desk.remembered(SHORT) is report


def test_equal_scenarios_share_one_run_and_the_last_to_leave_stops_it(desk):
    """Thirty visitors on one link compute once."""
    first, second = desk.join(long_run(1)), desk.join(long_run(1))
    assert first is second
    desk.leave(first)
    assert not desk.stop[first.place]
    desk.leave(second)
    assert finished(desk, SHORT.model_copy(update={"seed": 2})).figures["requests"] > 0
    with pytest.raises(RunError, match="stopped before its end"):
        answer(first)


def test_a_dead_worker_costs_its_run_and_nothing_else(desk):
    """One sentence, and the next run has a new worker."""
    job = desk.join(long_run(3))
    while desk.share_done(job) == 0:
        wait([job.future], 0.05)
    for process in list(desk.pool._processes.values()):
        os.kill(process.pid, signal.SIGKILL)
    wait([job.future], 60)
    with pytest.raises(RunError, match="has died"):
        answer(job)
    desk.leave(job)
    assert finished(desk, SHORT.model_copy(update={"seed": 4})).figures["requests"] > 0


def test_places_are_given_back(desk):
    """After all these runs every place is free again."""
    desk.remembered(SHORT)
    assert len(desk.free) == len(desk.stop)
    assert desk.jobs == {}


def test_what_a_run_complains_of_reaches_the_visitor(desk):
    """A trace that is not there is a sentence, not a crash."""
    workload = SHORT.workload.model_copy(update={"trace": TraceSource(path="nowhere")})
    with pytest.raises(RunError, match="nowhere"):
        finished(desk, SHORT.model_copy(update={"workload": workload}))
