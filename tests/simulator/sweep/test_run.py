"""The sweep: what is computed, kept, left out."""

from concurrent.futures import BrokenExecutor
from pathlib import Path
from threading import Lock

import pytest

from simulator import Scenario, ScenarioError
from simulator.changes import changed
from simulator.sweep import Precision, Results, Store, axis, plan_of, sweep
from simulator.sweep import run as module
from simulator.sweep.estimates import Figures
from tests.simulator.sweep.worlds import SMALL, TTL, one_thread, small_plan, told_back


class Counted:
    """A measure that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.lock = Lock()

    def __call__(self, scenario: Scenario) -> Figures:
        with self.lock:
            self.asked.append(scenario.hash())
        return told_back(scenario)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "runs.sqlite")


def test_every_cell_has_its_replications(store: Store) -> None:
    results = sweep(small_plan(), told_back, one_thread(), store)
    assert [results.values(cell, "seed") for cell in range(3)] == [[1, 2, 3]] * 3
    assert [results.estimate(cell, "ttl").mean for cell in range(3)] == [1, 10, 100]


def test_nothing_is_computed_twice(store: Store) -> None:
    """Not within a sweep, not when it is repeated; a wider one computes what is new."""
    first = Counted()
    sweep(small_plan("cache-aside", "no-cache"), first, one_thread(), store)
    assert len(first.asked) == len(set(first.asked)) == 3 * 3 + 3
    again = Counted()
    sweep(small_plan("cache-aside", "no-cache"), again, one_thread(), store)
    assert again.asked == []
    wider = Counted()
    sweep(small_plan("cache-aside", replications=4), wider, one_thread(), store)
    assert len(wider.asked) == 3


def test_a_stopped_sweep_keeps_what_is_done(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TASK_REQUESTS", 1)
    done = Counted()
    part = sweep(small_plan(), done, one_thread(), store, stopped=lambda: len(done.asked) >= 2)
    known = part.standing().runs_done
    assert 2 <= known < 9
    rest = Counted()
    whole = sweep(small_plan(), rest, one_thread(), store)
    assert len(rest.asked) == 9 - known
    assert whole.standing() == (3, 3, 9, 9)


def test_few_tasks_wait_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded: as many tasks are handed over as there is room for."""
    monkeypatch.setattr(module, "TASK_REQUESTS", 1)
    crew, waiting = one_thread(), []
    submit = crew.executor.submit

    def watched(*task):
        future = submit(*task)
        waiting.append(future)
        assert sum(not each.done() for each in waiting) <= module.AHEAD
        return future

    monkeypatch.setattr(crew.executor, "submit", watched)
    sweep(small_plan(replications=20), told_back, crew, store)
    assert len(waiting) == 60


def test_short_runs_travel_together() -> None:
    """400 requests each: seven are one task. Of 100,000 each, three are."""
    runs = {str(n): SMALL.model_copy(update={"seed": n}) for n in range(7)}
    sizes = [len(task) for task in module.batches(runs)]
    assert sizes == [7]
    runs = {n: changed(each, "workload.rate_rps=25000") for n, each in runs.items()}
    assert [len(task) for task in module.batches(runs)] == [3, 3, 1]


def test_replications_are_added_until_the_interval_is_narrow(store: Store) -> None:
    """The figure is the seed. Of 1 to 4 the half width is 2.05, of 1 to 5 it is 1.96."""
    wanted = {}
    for wish in (2.0, 0.1):
        precision = Precision("seed", wish, most=30)
        plan = plan_of(SMALL, [axis(TTL)], replications=3, precision=precision)
        wanted[wish] = sweep(plan, told_back, one_thread(), store).wanted
    assert wanted == {2.0: [5] * 3, 0.1: [30] * 3}, "the second is given up at the limit"
    precision = Precision("ttl", 0.01, relative=True)
    plan = plan_of(SMALL, [axis(TTL)], replications=3, precision=precision)
    assert sweep(plan, told_back, one_thread(), store).wanted == [3] * 3


def test_a_store_that_knows_more_changes_no_table(tmp_path: Path) -> None:
    with Store(tmp_path / "a") as fresh, Store(tmp_path / "b") as full:
        sweep(small_plan(replications=9), told_back, one_thread(), full)
        tables = [
            sweep(small_plan(), told_back, one_thread(), store).runs_table()
            for store in (fresh, full)
        ]
    assert tables[0].equals(tables[1])


def test_a_dead_worker_is_one_sentence(store: Store) -> None:
    def dies(_: Scenario) -> Figures:
        raise BrokenExecutor

    with pytest.raises(ScenarioError, match=r"a worker process has died .* what is done is kept"):
        sweep(small_plan(), dies, one_thread(), store)


def test_workers_with_other_code_are_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "work", lambda *_: ("0.0.1+old", {}))
    with pytest.raises(ScenarioError, match=r"the workers run version 0\.0\.1\+old"):
        sweep(small_plan(), told_back, one_thread(), store)
    assert Results(small_plan()).standing().runs_done == 0
