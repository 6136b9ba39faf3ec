"""The reference engine: every request an ordinary SimPy process, every pool a SimPy resource.

It is the readable one, and the oracle for the fast one: both give equal logs.
"""

from collections.abc import Callable
from typing import Any

from simulator.cache.expiry import ActiveExpiry
from simulator.clock import ARRIVAL, nanoseconds
from simulator.experiment import Census, Experiment
from simulator.log import Recorder, Requests
from simulator.reference.arrivals import arrivals
from simulator.reference.clients import Clients
from simulator.reference.performer import Performer
from simulator.stricken import Stricken


class Reference:
    """SimPy processes on SimPy resources."""

    name = "reference"

    def __init__(self, experiment: Experiment, progress: Callable[[float], None]) -> None:
        """Build the servers."""
        self.experiment, self.scenario = experiment, experiment.scenario
        self.clock = experiment.clock
        self.performer = Performer(experiment)
        self.clients = Clients(experiment, self.performer)
        self.arrivals = arrivals(experiment, self.clients, progress)

    # --- the run -------------------------------------------------------------------------

    def run(self) -> None:
        """All requests, then whatever they left behind, then the strategy's own drain."""
        self.experiment.prefill(self.performer.store.set)
        self.experiment.watch(self.census, lambda: None)
        expiry = ActiveExpiry(self.performer.store, self.experiment.chance("expiry"))
        self.experiment.expire_actively(expiry.cycle)
        begin = self.performer.begin
        stricken = Stricken(self.experiment, self.performer.store, self.clients.lose, begin)
        self.experiment.schedule_faults(stricken)
        for rules, node in self.experiment.background():
            begin(rules, node, standing=True)
        self.performer.busy += 1
        self.clock.call_at(nanoseconds(self.scenario.workload.duration_s), ARRIVAL, self.time_over)
        self.arrivals.start()
        while self.arrivals.going_on or self.performer.busy:
            self.clock.step()
        self.performer.closing = True
        self.come_to_rest()
        self.performer.begin(self.experiment.drain())
        self.come_to_rest()
        self.experiment.counters.prefetch_wasted += self.performer.store.waste(self.clock.now_ns)
        self.hand_over()

    def come_to_rest(self) -> None:
        """Until nothing is under way any more."""
        while self.performer.busy or self.performer.standing:
            self.clock.step()

    def census(self) -> Census:
        """The cache's entries, and how many of them differ from the database's rows."""
        return self.experiment.census(self.performer.store.versions())

    def time_over(self, _: Any) -> None:
        """The scenario's duration is over; what is under way goes on."""
        self.performer.busy -= 1

    def hand_over(self) -> None:
        """Pass on the request table in the order of arrival."""
        recorder = Recorder(Requests, self.experiment.keep_requests)
        for row in range(len(self.clients.finished)):
            recorder.add(*self.clients.finished[row])
        recorder.flush()
