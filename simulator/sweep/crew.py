"""Crews: the processes that do a sweep's runs, here or on a Dask cluster."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from threading import Thread
from typing import NamedTuple

from simulator.sentences import ScenarioError

HERE = "process"
DASK = "dask://"
PATIENCE = "10s"
"""How long a cluster may take to answer."""


class CrewError(ScenarioError):
    """The workers have failed, not the scenario: new ones are needed."""


class Crew(NamedTuple):
    """An executor, and how many runs it does at once."""

    executor: Executor
    workers: int


@contextmanager
def opened(where: str = HERE, workers: int | None = None, niceness: int = 0) -> Iterator[Crew]:
    """The crew at a place, `process` or `dask://HOST:PORT`; raises ScenarioError.

    `niceness` is how far workers of this machine step back behind other programs.
    """
    if where == HERE:
        with local(workers or os.cpu_count() or 2, niceness) as crew:
            yield crew
    elif where.startswith(DASK) and len(where) > len(DASK):
        with cluster(where.removeprefix(DASK)) as crew:
            yield crew
    else:
        raise ScenarioError(
            f"--executor must be {HERE} or {DASK}HOST:PORT, got {where!r}; choose one"
        )


@contextmanager
def local(workers: int, niceness: int = 0) -> Iterator[Crew]:
    """Worker processes of this machine; they end with the block, and with the parent."""
    fresh = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, fresh, initializer=begin, initargs=(niceness,))
    try:
        yield Crew(pool, workers)
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def cluster(address: str) -> Iterator[Crew]:
    """The workers of a Dask scheduler."""
    try:
        from distributed import Client, KilledWorker  # noqa: PLC0415 - only clusters need it
    except ModuleNotFoundError:
        raise ScenarioError(
            f"{DASK}{address} needs the package distributed; "
            "install requirements-dask.txt or use --executor process"
        ) from None
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise ScenarioError(
            f"no Dask scheduler answers at {address!r} ({type(error).__name__}); start one there"
        ) from None
    with client:
        workers = sum(client.ncores().values())
        if not workers:
            raise ScenarioError(f"the Dask scheduler at {address!r} has no workers; start some")
        try:
            yield Crew(client.get_executor(pure=False), workers)
        except KilledWorker:
            raise CrewError(
                "a run has ended several of the cluster's workers; give them more memory"
            ) from None


def begin(niceness: int) -> None:
    """Prepare a worker: it ends with its parent, and at Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(os, "nice"):
        os.nice(niceness)
    Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    """Wait for the parent's end, whatever it dies of, and leave at once."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
