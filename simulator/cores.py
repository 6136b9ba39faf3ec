"""Many independent pieces of work on all cores, in worker processes."""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any, TypeVar

from simulator.leavings import give_back
from simulator.run import simulate
from simulator.scenario import Scenario

A = TypeVar("A")
B = TypeVar("B")


def folded(scenario: Scenario, *, kind: Any, engine: str) -> Any:
    """What a kind of fold reports of a run, in bounded memory."""
    fold = kind(scenario)
    return fold.report(simulate(scenario, engine=engine, keep=fold.take))


def tidily(work: Callable[[A], B], piece: A) -> B:
    """A piece of work, and what it leaves in memory given back."""
    try:
        return work(piece)
    finally:
        give_back()


def on_all_cores(
    work: Callable[[A], B], pieces: Sequence[A], on_progress: Callable[[float], None]
) -> list[B]:
    """The answers in the order of the pieces; an error or Ctrl-C drops what has not begun.

    `work` is a function of a module, since the workers import it by its name.
    """
    workers = min(len(pieces), os.cpu_count() or 1)
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"))
    try:
        futures = [pool.submit(tidily, work, each) for each in pieces]
        for done, _ in enumerate(as_completed(futures), 1):
            on_progress(done / len(pieces))
        return [each.result() for each in futures]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
