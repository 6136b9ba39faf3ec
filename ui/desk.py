"""The desk: takes scenarios to worker processes, remembers their reports, for all visitors.

Equal scenarios are computed once, also when thirty visitors ask at the same time. A run that
nobody waits for any more is stopped at once. A worker that dies takes its runs with it and
nothing else: the next run gets new workers.
"""

import multiprocessing
import os
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from queue import SimpleQueue
from threading import Lock

from metrics import Fold, Report
from simulator import Scenario, TraceError
from ui.admission import Limits, Refused, admit, cost
from ui.worker import Stopped, begin, work

PLACES = 256
"""Runs that may be under way or queued at once."""
REMEMBERED = 500
"""Reports kept; one takes about thirty kilobytes."""


Key = tuple[str, str]
"""A scenario's hash and the kind of report made of it."""


class RunError(Exception):
    """A run that gave no report. The text is one sentence for the visitor."""


@dataclass
class Job:
    """A run under way, and how many wait for it."""

    scenario: Scenario
    kind: type[Fold]
    place: int
    future: Future[Report]
    waiting: int = 0

    @property
    def key(self) -> Key:
        """What it is remembered by."""
        return key_of(self.scenario, self.kind)


def key_of(scenario: Scenario, kind: type[Fold]) -> Key:
    """Equal scenarios with equal kinds of report are one run."""
    return scenario.hash(), kind.__name__


class Desk:
    """Worker processes, the runs under way and the reports remembered, behind one lock."""

    def __init__(self, workers: int = os.cpu_count() or 2) -> None:
        """The workers start with the first run, if nobody wakes them before."""
        self.context = multiprocessing.get_context("spawn")
        self.stop = self.context.RawArray("b", PLACES)
        self.done = self.context.RawArray("d", PLACES)
        self.workers, self.lock = workers, Lock()
        self.free = list(range(PLACES))
        self.over: SimpleQueue[Job] = SimpleQueue()
        self.jobs: dict[Key, Job] = {}
        self.reports: OrderedDict[Key, Report] = OrderedDict()
        self.limits = Limits.from_environment()
        self.pool = self.open_pool()

    def open_pool(self) -> ProcessPoolExecutor:
        """Fresh worker processes."""
        return ProcessPoolExecutor(
            self.workers, self.context, initializer=begin, initargs=(self.stop, self.done)
        )

    def wake(self) -> None:
        """Start the workers before somebody needs them."""
        for _ in range(self.workers):
            self.pool.submit(os.getpid)

    def remembered(self, scenario: Scenario, kind: type[Fold] = Fold) -> Report | None:
        """The report of an equal scenario, if one was made lately."""
        key = key_of(scenario, kind)
        with self.lock:
            self.tidy()
            if key in self.reports:
                self.reports.move_to_end(key)
            return self.reports.get(key)

    def admit(self, scenarios: Iterable[Scenario], kind: type[Fold] = Fold) -> None:
        """Raise RunError where these runs are more than may be under way."""
        with self.lock:
            self.tidy()
            new = [each for each in scenarios if key_of(each, kind) not in self.jobs]
            under_way = sum(cost(job.scenario) for job in self.jobs.values())
        try:
            admit(self.limits, new, under_way)
        except Refused as error:
            raise RunError(str(error)) from None

    def join(self, scenario: Scenario, kind: type[Fold] = Fold) -> Job:
        """Wait for a run, an equal one under way if there is one; leave it in the end."""
        with self.lock:
            self.tidy()
            job = self.jobs.get(key_of(scenario, kind)) or self.start(scenario, kind)
            job.waiting += 1
            return job

    def start(self, scenario: Scenario, kind: type[Fold]) -> Job:
        """Hand a scenario to the workers."""
        if not self.free:
            raise RunError("All workers are busy and the queue is full; try again in a minute.")
        place = self.free.pop()
        self.stop[place], self.done[place] = 0, 0.0
        job = Job(scenario, kind, place, self.submit(place, scenario, kind))
        self.jobs[job.key] = job
        job.future.add_done_callback(lambda _: self.over.put(job))
        return job

    def submit(self, place: int, scenario: Scenario, kind: type[Fold]) -> Future[Report]:
        """Into the pool; into a new one where a dead worker has broken it."""
        try:
            return self.pool.submit(work, place, scenario, kind)
        except BrokenProcessPool:
            self.pool = self.open_pool()
            return self.pool.submit(work, place, scenario, kind)

    def tidy(self) -> None:
        """Free the places of runs that are over and remember their reports."""
        while not self.over.empty():
            job = self.over.get()
            key = job.key
            self.free.append(job.place)
            if self.jobs.get(key) is job:
                del self.jobs[key]
            if not job.future.cancelled() and job.future.exception() is None:
                self.reports[key] = job.future.result()
        while len(self.reports) > REMEMBERED:
            self.reports.popitem(last=False)

    def leave(self, job: Job) -> None:
        """Wait no longer; the last to leave stops the run."""
        with self.lock:
            job.waiting -= 1
            if job.waiting == 0 and not job.future.done():
                self.jobs.pop(job.key, None)
                self.stop[job.place] = 1
                job.future.cancel()

    def close(self) -> None:
        """Stop everything; for the end of the server."""
        self.stop[:] = [1] * PLACES
        self.pool.shutdown(wait=True, cancel_futures=True)

    def share_done(self, job: Job) -> float:
        """How much of a run is done, from 0 to 1."""
        return 1.0 if job.future.done() else self.done[job.place]


@cache
def desk() -> Desk:
    """The one desk of this server."""
    return Desk()


def answer(job: Job) -> Report:
    """The report of a run that is over; raises RunError with a sentence for the visitor."""
    try:
        return job.future.result(timeout=0)
    except TraceError as error:
        raise RunError(str(error)) from None
    except BrokenProcessPool:
        raise RunError("The process that computed this has died; run it again.") from None
    except (Stopped, CancelledError):
        raise RunError("This run was stopped before its end; run it again.") from None
    except MemoryError:
        raise RunError("This run needs more memory than there is; make it shorter.") from None
