"""One experiment set up: everything that both engines share, built fresh from a scenario."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from simulator.clock import Clock, nanoseconds
from simulator.counters import Counters
from simulator.database import Flights, Rows, ServiceTimes
from simulator.fleet import fleet
from simulator.ledger import Ledger
from simulator.log import Chunk, Recorder, Samples, Statements
from simulator.scenario import Scenario
from simulator.streams import plain_stream
from simulator.workload.requests import Block, KeySpace, blocks

SAMPLES = 200
"""How often a run's state is sampled."""

Keep = Callable[[Chunk], None]


class Experiment:
    """The parts of the world that do not depend on how time is made to pass."""

    def __init__(self, scenario: Scenario, keep: Keep, requests: list[Block] | None = None) -> None:
        """`requests` replaces the workload's own, for experiments with a written-out schedule."""
        self.scenario = scenario
        self.keep = keep
        self.clock = Clock()
        self.ledger = Ledger()
        self.counters = Counters()
        self.space = KeySpace(scenario.workload, scenario.seed)
        self.rows = Rows(self.space.existing, self.ledger)
        self.times = ServiceTimes(scenario.database, scenario.seed)
        self.flights = Flights()
        self.nodes = fleet(scenario)
        self.statements = Recorder(Statements, keep)
        self.samples = Recorder(Samples, keep)
        self.given = requests

    def requests(self) -> Iterator[Block]:
        """The requests, in blocks."""
        return iter(self.given) if self.given is not None else blocks(self.scenario, self.space)

    def size(self) -> int:
        """How many keys can be asked for."""
        given = (int(block.key.max(initial=0)) + 1 for block in self.given or ())
        return max(self.space.size, *given, 1)

    def eviction_random(self) -> Random:
        """The source of chance of eviction."""
        return plain_stream(self.scenario.seed, "eviction")

    def watch(self, entries: Callable[[], int], on_restart: Callable[[], None]) -> None:
        """Sample the state at regular instants, and count anew when the warm-up ends."""

        def sample(_: Any) -> None:
            self.samples.add(self.clock.moment[0], entries(), self.nodes[0].backlog())

        def restart(_: Any) -> None:
            self.counters.restart(entries(), self.nodes[0].backlog())
            on_restart()

        duration_s = self.scenario.workload.duration_s
        for i in range(SAMPLES + 1):
            self.clock.call_at(nanoseconds(duration_s * i / SAMPLES), 0, sample)
        self.clock.call_at(nanoseconds(self.scenario.workload.warmup_s), 0, restart)

    def prefill(self, put_in: Callable[[Any, int], Any]) -> None:
        """Let the cache take the most popular keys at the start, the hottest last.

        Each lives as long as the first node's strategy, with its protections, says.
        """
        scenario = self.scenario
        room = scenario.cache.capacity_entries
        for key in reversed(self.space.popular(scenario.workload.prefill)[:room]):
            value = self.rows.read(key, scenario.database.read_s)
            for effect in self.nodes[0].fill(key, value):
                put_in(effect, 0)

    def note_backlog(self) -> None:
        """A write was acknowledged: the backlog may have a new peak."""
        self.counters.dirty_peak = max(self.counters.dirty_peak, self.nodes[0].backlog())
