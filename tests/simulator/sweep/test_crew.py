"""Crews: the same numbers from one process, from several and from a cluster, whatever dies."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest

from simulator import ScenarioError
from simulator.sweep import Crew, Results, Store, axis, opened, plan_of, sweep
from simulator.sweep import run as module
from simulator.sweep.figures import figures_of
from simulator.sweep.plan import Plan
from tests.simulator.sweep.worlds import SMALL, TTL, one_thread, small_plan

pytest.importorskip("distributed")


def table(plan: Plan, crew: Crew, path: Path) -> pd.DataFrame:
    """All runs of a plan, from an empty store."""
    with Store(path) as store:
        return sweep(plan, figures_of, crew, store).runs_table()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with two worker processes on loopback."""
    from distributed import LocalCluster  # noqa: PLC0415

    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address.removeprefix("tcp://")


def test_processes_and_a_cluster_give_the_numbers_of_one_thread(
    tmp_path: Path, address: str
) -> None:
    """To the last bit."""
    expected = table(small_plan("cache-aside", "write-behind"), one_thread(), tmp_path / "one")
    for where in ("process", f"dask://{address}"):
        with opened(where, 2) as crew:
            found = table(small_plan("cache-aside", "write-behind"), crew, tmp_path / where[:4])
        pd.testing.assert_frame_equal(found, expected, check_exact=True)


def test_a_cluster_that_loses_a_worker_gives_the_same_numbers(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of the two is killed when the first results are there; the sweep goes on."""
    monkeypatch.setattr(module, "TASK_REQUESTS", 1)
    plan = plan_of(SMALL, [axis(TTL)], replications=20)
    expected = table(plan, one_thread(), tmp_path / "one")
    with opened(f"dask://{address}") as crew, Store(tmp_path / "many") as store:
        victim = crew.executor._client.run(os.getpid)  # type: ignore[attr-defined]
        alive = list(victim.values())

        def kill_one(results: Results) -> None:
            if results.figures and len(alive) == 2:
                with suppress(ProcessLookupError):
                    os.kill(alive.pop(), signal.SIGKILL)

        found = sweep(plan, figures_of, crew, store, hear=kill_one).runs_table()
    assert len(alive) == 1
    pd.testing.assert_frame_equal(found, expected, check_exact=True)


@pytest.mark.parametrize("where", ["dask", "dask://", "thread", ""])
def test_an_unknown_place_is_one_sentence(where: str) -> None:
    with pytest.raises(ScenarioError, match="--executor must be process or dask://HOST:PORT"):
        opened(where).__enter__()
