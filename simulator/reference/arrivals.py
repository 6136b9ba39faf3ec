"""How requests come in: at instants that are fixed beforehand, or when users have been answered."""

from collections.abc import Callable, Iterator
from typing import Any

from simulator.clock import ARRIVAL, nanoseconds, seconds
from simulator.experiment import Experiment
from simulator.reference.clients import Clients
from simulator.reference.performer import Process
from simulator.streams import plain_stream

SHARE_EVERY = 500
"""Requests between two reports of progress."""

Progress = Callable[[float], None]


class Arrivals:
    """Lets requests in. `going_on` counts the processes that may still do so."""

    def __init__(self, experiment: Experiment, clients: Clients, progress: Progress) -> None:
        """`progress` is told the share of the run's time that has passed."""
        self.experiment, self.clients, self.clock = experiment, clients, experiment.clock
        self.workload = experiment.scenario.workload
        self.progress, self.rows, self.going_on = progress, 0, 0

    def begin(self, process: Process) -> None:
        """One more process lets requests in."""
        self.going_on += 1
        self.clock.process(process)

    def send(self, columns: Any) -> Process:
        """A request arrives now; answers what serves it."""
        request = self.clients.arrive(self.rows, columns)
        self.rows += 1
        if self.rows % SHARE_EVERY == 0:
            self.progress(seconds(request.at_ns) / self.workload.duration_s)
        return self.clients.serve(request)


class Schedule(Arrivals):
    """An open load: each request at its instant, whatever becomes of the others."""

    def start(self) -> None:
        """From now on."""
        self.begin(self.run())

    def run(self) -> Process:
        """All requests in the order of their instants."""
        for block in self.experiment.requests():
            for columns in rows_of(block):
                yield self.clock.at(columns[0], ARRIVAL)
                self.clock.process(self.send(columns))
        self.going_on -= 1


class Users(Arrivals):
    """A closed load: each user thinks, sends, waits for the answer, and thinks again."""

    def start(self) -> None:
        """All begin by thinking."""
        self.end_ns = nanoseconds(self.workload.duration_s)
        blocks = self.experiment.unscheduled()
        self.content = (columns for block in blocks for columns in rows_of(block))
        arrivals: Any = self.workload.arrivals
        for user in range(arrivals.users):
            self.begin(self.run(user, arrivals.think_s))

    def run(self, user: int, think_s: float) -> Process:
        """One user, until the run's time is over or there is nothing more to ask."""
        random = plain_stream(self.experiment.scenario.seed, f"think-{user}")
        while True:
            at_ns = self.clock.now_ns + nanoseconds(random.expovariate(1 / think_s))
            if at_ns >= self.end_ns:
                break
            yield self.clock.at(at_ns, ARRIVAL)
            columns = next(self.content, None)
            if columns is None:
                break
            yield from self.send((at_ns, *columns[1:4], user))
        self.going_on -= 1


def arrivals(experiment: Experiment, clients: Clients, progress: Progress) -> Schedule | Users:
    """How the scenario's requests come in; a written-out schedule is open."""
    closed = experiment.scenario.workload.is_closed and experiment.given is None
    return (Users if closed else Schedule)(experiment, clients, progress)


def rows_of(columns: Any) -> Iterator[Any]:
    """The rows of a table."""
    return zip(*(column.tolist() for column in columns), strict=True)
